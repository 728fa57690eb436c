/**
 * The error codes that can occur, in the order of their numbers in WASI preview1 (witx `typenames.witx`, `$errno`) from 1 on, without their
 * `E`; a number that is left out is a blank more. The names are those of POSIX and of Node's `error.code`, so one table serves WASI,
 * GOOS=js and the frames. What is left out is what no call of this package and no file system call of a host raises.
 */
const NAMES =
  " ACCES    AGAIN  BADF  BUSY CANCELED   CONNREFUSED CONNRESET    DQUOT EXIST FAULT FBIG   ILSEQ   INVAL IO  ISDIR LOOP MFILE MLINK   NAMETOOLONG    NFILE   NOENT    NOMEM   NOSPC NOSYS  NOTDIR NOTEMPTY  NOTSOCK NOTSUP  NXIO   PERM PIPE PROTO    ROFS SPIPE    TXTBSY XDEV NOTCAPABLE";

type Words<Text extends string, Found extends string = never> = Text extends `${infer First} ${infer Rest}`
  ? Words<Rest, Found | First>
  : Found | Text;

/** One of those codes. */
export type Code = `E${Exclude<Words<typeof NAMES>, "">}`;

export const EIO = 29;

/** The numbers of the codes. */
export const ERRNO = Object.fromEntries(NAMES.split(" ").map((name, index) => [`E${name}`, index + 1])) as Readonly<
  Record<Code, number>
>;
