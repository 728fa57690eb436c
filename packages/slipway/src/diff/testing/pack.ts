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

/** A cpio archive in the "new ASCII" form. */
export function cpio(members: Readonly<Record<string, string>>, time = 1_700_000_000): Uint8Array {
  const pieces: Uint8Array[] = [];
  const hex = (value: number): string => value.toString(16).padStart(8, "0");
  const pad = (length: number): Uint8Array => new Uint8Array((4 - (length % 4)) % 4);
  let inode = 0;
  for (const [name, text] of [...Object.entries(members), ["TRAILER!!!", ""] as const]) {
    const fields = [++inode, 0o100644, 0, 0, 1, time, text.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = Buffer.from(`070701${fields.map(hex).join("")}${name}\0`);
    pieces.push(head, pad(head.length), Buffer.from(text), pad(text.length));
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** An RPM package: a lead, an empty signature, a header of texts and numbers, and a payload. */
export function rpm(tags: Readonly<Record<number, string | number>>, payload: Uint8Array): Uint8Array {
  const header = (entries: Readonly<Record<number, string | number>>): Uint8Array => {
    const index: number[] = [];
    const data: number[] = [];
    for (const [tag, value] of Object.entries(entries)) {
      const isText = typeof value === "string";
      if (!isText) while (data.length % 4 !== 0) data.push(0);
      index.push(Number(tag), isText ? 6 : 4, data.length, 1);
      const number = new DataView(new ArrayBuffer(4));
      if (!isText) number.setUint32(0, value);
      data.push(...(isText ? Buffer.from(`${value}\0`) : new Uint8Array(number.buffer)));
    }
    const words = new DataView(new ArrayBuffer(16 + index.length * 4));
    [0x8eade801, 0, index.length / 4, data.length, ...index].forEach((word, at) => words.setUint32(at * 4, word));
    return new Uint8Array(Buffer.concat([new Uint8Array(words.buffer), Uint8Array.from(data)]));
  };
  const lead = new Uint8Array(96);
  lead.set([0xed, 0xab, 0xee, 0xdb, 3]);
  return new Uint8Array(Buffer.concat([lead, header({}), header(tags), payload]));
}
