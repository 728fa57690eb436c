#include "adler.h"

#include <stdio.h>

uint32_t native_adler32(uint32_t sum, const uint8_t *bytes, size_t count) {
  uint32_t a = sum & 0xffff, b = sum >> 16;
  for (size_t i = 0; i < count; i++) {
    a = (a + bytes[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

/* The C library that the program was compiled against. */
const char *native_libc(void) {
#if defined(__APPLE__)
  return "libSystem";
#elif defined(_WIN32)
  return "Windows";
#elif defined(__GLIBC__)
  return "glibc";
#else
  return "musl or other";
#endif
}
