#include <stddef.h>
#include <stdint.h>

uint32_t native_adler32(uint32_t sum, const uint8_t *bytes, size_t count);
const char *native_libc(void);
