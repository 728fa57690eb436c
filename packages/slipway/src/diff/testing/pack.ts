import { crc32 } from "node:zlib";
import { readAll } from "../../archive/byte-stream.ts";
import { pakoDeflater } from "../../archive/deflate/pako-deflater.ts";
import type { Entry } from "../../archive/entry.ts";
import { writeGzip } from "../../archive/gzip/write-gzip.ts";
import { writeTar } from "../../archive/tar/write-tar.ts";
import { fileEntry } from "../../archive/testing/sample-entries.ts";
import { writeXz } from "../../archive/xz/write-xz.ts";
import { writeZip } from "../../archive/zip/write-zip.ts";
import { writeZst } from "../../archive/zst/write-zst.ts";

const LIMIT = 1 << 28;

/** A member as tests write it; what is left out is like everywhere. */
export type Member = Partial<Omit<Entry, "content">> & { readonly name: string; readonly text?: string | Uint8Array };

function entriesOf(members: readonly Member[]): Entry[] {
  return members.map(({ text = "", ...rest }) => ({ ...fileEntry(rest.name, text), ...rest }));
}

export function tar(members: readonly Member[]): Promise<Uint8Array> {
  return readAll(writeTar(entriesOf(members)), LIMIT);
}

export function zip(members: readonly Member[]): Promise<Uint8Array> {
  return readAll(writeZip(entriesOf(members), pakoDeflater, { parallel: 1 }), LIMIT);
}

export function gzip(bytes: Uint8Array, name?: string): Promise<Uint8Array> {
  return readAll(writeGzip([bytes], pakoDeflater, { parallel: 1, ...(name === undefined ? {} : { name }) }), LIMIT);
}

export function xz(bytes: Uint8Array): Promise<Uint8Array> {
  return readAll(writeXz([bytes], { crc32 }), LIMIT);
}

export function zst(bytes: Uint8Array): Promise<Uint8Array> {
  return readAll(writeZst([bytes]), LIMIT);
}

/** A Debian package out of its members. */
export function deb(members: Readonly<Record<string, Uint8Array>>, time = 1_700_000_000): Uint8Array {
  const pieces: Uint8Array[] = [Buffer.from("!<arch>\n")];
  for (const [name, bytes] of Object.entries(members)) {
    const head = `${name.padEnd(16)}${String(time).padEnd(12)}0     0     100644  ${String(bytes.length).padEnd(10)}\`\n`;
    pieces.push(Buffer.from(head), bytes, Buffer.from(bytes.length % 2 === 1 ? "\n" : ""));
  }
  return new Uint8Array(Buffer.concat(pieces));
}
