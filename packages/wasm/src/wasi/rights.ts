/** Rights of WASI preview1 (witx `typenames.witx`, `$rights`): constants one by one, so that a bundler can put the numbers in place. */
export const FD_READ = 0x2;
export const FD_SEEK = 0x4;
export const FD_FDSTAT_SET_FLAGS = 0x8;
export const FD_WRITE = 0x40;
export const PATH_CREATE_DIRECTORY = 0x200;
export const PATH_CREATE_FILE = 0x400;
export const PATH_OPEN = 0x2000;
export const FD_READDIR = 0x4000;
export const PATH_RENAME_SOURCE = 0x10000;
export const PATH_RENAME_TARGET = 0x20000;
export const PATH_FILESTAT_GET = 0x40000;
export const PATH_FILESTAT_SET_SIZE = 0x80000;
export const FD_FILESTAT_GET = 0x200000;
export const PATH_REMOVE_DIRECTORY = 0x2000000;
export const PATH_UNLINK_FILE = 0x4000000;
export const POLL_FD_READWRITE = 0x8000000;

/** Every right that exists: 30 bits. */
export const ALL = 0x3fff_ffff;

/** What makes sense on a regular file: bits 0 to 8, 21 to 23, and 27. */
export const OF_FILES = 0x08e0_01ff;

/** What makes sense on a directory: bits 3, 4, 9 to 21, and 23 to 26. */
export const OF_DIRECTORIES = 0x07bf_fe18;

/** Those of files without seek, tell, advise and allocate: by these C libraries know a terminal or a pipe. */
export const OF_STREAMS = 0x08e0_005b;
