// Calls preview1 as no honest program would: addresses and counts outside the memory, paths out of its directory. It prints the errno of
// each call, and whatever it could read of a file named "secret" that lies above its directory.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL(name, ...) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) int32_t raw_##name(__VA_ARGS__)
typedef int32_t i;
typedef int64_t l;
CALL(fd_read, i, i, i, i);
CALL(fd_write, i, i, i, i);
CALL(fd_pread, i, i, i, l, i);
CALL(fd_readdir, i, i, i, l, i);
CALL(fd_filestat_get, i, i);
CALL(fd_seek, i, l, i, i);
CALL(fd_allocate, i, l, l);
CALL(fd_filestat_set_size, i, l);
CALL(fd_renumber, i, i);
CALL(fd_close, i);
CALL(path_open, i, i, i, i, i, l, l, i, i);
CALL(path_link, i, i, i, i, i, i, i);
CALL(path_symlink, i, i, i, i, i);
CALL(path_rename, i, i, i, i, i, i);
CALL(path_readlink, i, i, i, i, i, i);
CALL(path_filestat_get, i, i, i, i, i);
CALL(path_create_directory, i, i, i);
CALL(path_unlink_file, i, i, i);
CALL(poll_oneoff, i, i, i, i);
CALL(random_get, i, i);
CALL(args_get, i, i);
CALL(environ_get, i, i);
CALL(clock_time_get, i, l, i);

static const i WILD[] = {-1, -16, 0x7fffffff, (i)0x80000000, 0x7ffffff0};
static char buffer[256];
static uint32_t result;
static const l ALL = (1 << 30) - 1;

static i p(const void *address) { return (i)(intptr_t)address; }

static void told(const char *what, i error) { printf("%s %d\n", what, error); }

static void wild_addresses(i file) {
	uint32_t vector[2] = {(uint32_t)p(buffer), sizeof buffer};
	for (unsigned k = 0; k < sizeof WILD / sizeof *WILD; k++) {
		i w = WILD[k];
		uint32_t outside[2] = {(uint32_t)w, 64}, huge[2] = {(uint32_t)p(buffer), (uint32_t)w};
		told("wild", raw_fd_read(file, w, 1, p(&result)));
		told("wild", raw_fd_read(file, p(vector), 1, w));
		told("wild", raw_fd_read(file, p(outside), 1, p(&result)));
		told("wild", raw_fd_read(file, p(huge), 1, p(&result)));
		told("wild", raw_fd_read(file, p(vector), w, p(&result)));
		told("wild", raw_fd_write(file, p(outside), 1, p(&result)));
		told("wild", raw_fd_pread(file, p(outside), 1, 0, p(&result)));
		told("wild", raw_fd_filestat_get(file, w));
		told("wild", raw_fd_readdir(3, w, 64, 0, p(&result)));
		told("wild", raw_fd_readdir(3, p(buffer), w, 0, p(&result)));
		told("wild", raw_fd_seek(file, 0, 0, w));
		told("wild", raw_path_open(3, 0, w, 4, 0, ALL, ALL, 0, p(&result)));
		told("wild", raw_path_open(3, 0, p("file"), w, 0, ALL, ALL, 0, p(&result)));
		told("wild", raw_path_open(3, 0, p("file"), 4, 0, ALL, ALL, 0, w));
		told("wild", raw_path_filestat_get(3, 0, p("file"), 4, w));
		told("wild", raw_path_readlink(3, p("loop"), 4, w, 4, p(&result)));
		told("wild", raw_poll_oneoff(w, p(buffer), 1, p(&result)));
		told("wild", raw_poll_oneoff(p(buffer), w, 1, p(&result)));
		told("wild", raw_poll_oneoff(p(buffer), p(buffer), w, p(&result)));
		told("wild", raw_random_get(w, 64));
		told("wild", raw_random_get(p(buffer), w));
		told("wild", raw_args_get(w, w));
		told("wild", raw_environ_get(w, w));
		told("wild", raw_clock_time_get(0, 0, w));
		told("wild", raw_fd_renumber(file, w));
		told("wild", raw_fd_close(w));
	}
	told("wild", raw_fd_seek(file, INT64_MIN, 1, p(&result)));
	told("wild", raw_fd_allocate(file, INT64_MAX, 1));
	told("wild", raw_fd_allocate(file, 0, INT64_MAX));
	told("wild", raw_fd_filestat_set_size(file, -1));
	told("wild", raw_fd_filestat_set_size(file, INT64_MAX));
}

static void try_path(const char *path, size_t length) {
	i fd = -1;
	i error = raw_path_open(3, 1, p(path), (i)length, 0, 2 | 4 | 32, 0, 0, p(&fd));
	told("out", error);
	if (error == 0) {
		uint32_t vector[2] = {(uint32_t)p(buffer), sizeof buffer - 1};
		memset(buffer, 0, sizeof buffer);
		raw_fd_read(fd, p(vector), 1, p(&result));
		printf("READ %s\n", buffer);
	}
	told("out", raw_path_filestat_get(3, 1, p(path), (i)length, p(buffer)));
	told("out", raw_path_create_directory(3, p(path), (i)length));
	told("out", raw_path_unlink_file(3, p(path), (i)length));
	told("out", raw_path_link(3, 0, p(path), (i)length, 3, p("taken"), 5));
	told("out", raw_path_rename(3, p(path), (i)length, 3, p("taken"), 5));
	told("out", raw_path_rename(3, p("file"), 4, 3, p(path), (i)length));
}

static void link_to(const char *target, const char *name) {
	raw_path_symlink(p(target), (i)strlen(target), 3, p(name), (i)strlen(name));
}

int main(void) {
	FILE *f = fopen("/file", "w");
	fputs("own", f);
	fclose(f);
	i file = -1;
	told("own", raw_path_open(3, 0, p("file"), 4, 0, ALL, ALL, 0, p(&file)));
	link_to("loop", "loop");
	link_to("..", "up");
	link_to("../..", "upup");
	link_to("../secret", "direct");
	link_to("/secret", "absolute");
	link_to("up/secret", "chain");
	wild_addresses(file);
	static const char *const paths[] = {
		"..", "../secret", "../../secret", "file/../../secret", "./../secret", "/secret", "//secret", "/../secret", "up/secret",
		"upup/secret", "up/up/secret", "direct", "absolute", "chain", "loop", "loop/x", "", "../", "up/", "file/secret", "up/../up/secret",
	};
	for (unsigned k = 0; k < sizeof paths / sizeof *paths; k++) try_path(paths[k], strlen(paths[k]));
	try_path("file\0/../secret", 15);
	try_path("\0", 1);
	try_path("\xff\xfe", 2);
	char *longer = malloc(1 << 20);
	memset(longer, 'x', 1 << 20);
	try_path(longer, 1 << 20);
	for (unsigned k = 0; k < 1 << 20; k += 3) memcpy(longer + k, "../", 3 < (1 << 20) - k ? 3 : (1 << 20) - k);
	try_path(longer, 1 << 20);
	// Memory that grows while addresses of it are in use.
	for (int k = 0; k < 20; k++) {
		char *more = malloc(4 << 20);
		told("own", raw_random_get(p(more), 4 << 20));
	}
	puts("done");
	return 0;
}
