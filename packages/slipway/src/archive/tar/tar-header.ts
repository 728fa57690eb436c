/** Bytes of a tar block; headers and content are padded to it (POSIX.1-1988). */
export const BLOCK = 512;

/** The fields of a ustar header that we write. Strings must be ASCII and fit; the caller moves what does not into pax. */
export interface HeaderFields {
  readonly name: string;
  readonly prefix: string;
  readonly mode: number;
  readonly size: number;
  readonly mtime: number;
  /** `0` file, `2` symlink, `5` directory, `x` pax records of the next member. */
  readonly flag: "0" | "2" | "5" | "x";
  readonly link: string;
  readonly owner: string;
  readonly group: string;
}

const encoder = new TextEncoder();

/** One ustar header block. Ids are 0 and the device fields stay empty, as Go's archive/tar leaves them. */
export function encodeHeader(fields: HeaderFields): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const text = (at: number, value: string): void => block.set(encoder.encode(value), at);
  const octal = (at: number, width: number, value: number): void =>
    text(at, value.toString(8).padStart(width - 1, "0"));
  text(0, fields.name);
  octal(100, 8, fields.mode);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, fields.size);
  octal(136, 12, fields.mtime);
  text(156, fields.flag);
  text(157, fields.link);
  text(257, "ustar\u000000");
  text(265, fields.owner);
  text(297, fields.group);
  octal(329, 8, 0);
  octal(337, 8, 0);
  text(345, fields.prefix);
  text(148, "        ");
  let sum = 0;
  for (const byte of block) sum += byte;
  text(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

/** Zeros from `size` to the next block. */
export function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
