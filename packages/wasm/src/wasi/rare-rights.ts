/** The rights of WASI preview1 that rare calls ask for; see `rights.ts`. Of their own, so that they are loaded with these calls only. */
export const FD_DATASYNC = 0x1;
export const FD_SYNC = 0x10;
export const FD_TELL = 0x20;
export const FD_ADVISE = 0x80;
export const FD_ALLOCATE = 0x100;
export const PATH_LINK_SOURCE = 0x800;
export const PATH_LINK_TARGET = 0x1000;
export const PATH_READLINK = 0x8000;
export const PATH_FILESTAT_SET_TIMES = 0x100000;
export const FD_FILESTAT_SET_SIZE = 0x400000;
export const FD_FILESTAT_SET_TIMES = 0x800000;
export const PATH_SYMLINK = 0x1000000;
