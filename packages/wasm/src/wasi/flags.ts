/** Flags of WASI preview1 (witx `typenames.witx`), under the names that they have there. */

export const FDFLAG_APPEND = 1;
export const FDFLAG_NONBLOCK = 4;
export const OFLAG_CREAT = 1;
export const OFLAG_DIRECTORY = 2;
export const OFLAG_EXCL = 4;
export const OFLAG_TRUNC = 8;
export const FST_ATIM = 1;
export const FST_ATIM_NOW = 2;
export const FST_MTIM = 4;
export const FST_MTIM_NOW = 8;
export const LOOKUP_FOLLOW = 1;
