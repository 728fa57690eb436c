import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type * as Xz from "xz-decompress";
import type { ByteStream } from "../../packages/slipway/src/archive/byte-stream.ts";
import type { EntryHead } from "../../packages/slipway/src/archive/entry.ts";
import { readTar } from "../../packages/slipway/src/archive/tar/read-tar.ts";
import { readZip } from "../../packages/slipway/src/archive/zip/read-zip.ts";

/** A CommonJS package whose exports Node cannot see ahead. */
const { XzReadableStream } = createRequire(import.meta.url)("xz-decompress") as typeof Xz;

/** How each ending is unpacked, the longest first. */
const LAYERS: readonly (readonly [ending: RegExp, unpack: (file: string) => ByteStream])[] = [
  [/\.(tar\.gz|tgz|gz)$/u, (file) => createReadStream(file).pipe(createGunzip())],
  [/\.(tar\.zst|tzst|zst)$/u, (file) => createReadStream(file).pipe(createZstdDecompress())],
  [/\.(tar\.xz|txz|xz)$/u, unxz],
  [/\.tar$/u, (file) => createReadStream(file)],
];

/**
 * The members of an archive in order, `mode name` each with the mode in octal and `name -> target` for a link. A single
 * compressed file (gz, xz, zst) is listed as its own name without the ending, and read to its end.
 *
 * @throws ArchiveError and the decompressors' own errors for a broken archive; Error for an unknown ending.
 */
export async function listArchive(file: string): Promise<readonly string[]> {
  if (file.endsWith(".zip")) return listZip(file);
  const layer = LAYERS.find(([ending]) => ending.test(file));
  if (layer === undefined) throw new Error(`Cannot list ${file}: no archive format ends like this`);
  const [ending, unpack] = layer;
  const bytes = unpack(file);
  if (!/\.(tar|t\w+|tar\.\w+)$/u.test(file)) {
    for await (const _ of bytes) continue;
    return [path.basename(file).replace(ending, "")];
  }
  const lines: string[] = [];
  // Trusted: the point is to see whatever name a tool wrote, not to unpack it.
  for await (const { entry } of readTar(bytes, { trusted: true })) lines.push(line(entry));
  return lines;
}

async function listZip(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const source = {
      size,
      async read(offset: number, length: number): Promise<Uint8Array> {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await handle.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      },
    };
    const lines: string[] = [];
    for await (const { entry } of readZip(source)) lines.push(line(entry));
    return lines;
  } finally {
    await handle.close();
  }
}

async function* unxz(file: string): AsyncGenerator<Uint8Array> {
  const packed = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  const reader = new XzReadableStream(packed).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

function line({ mode, name, type, link }: EntryHead): string {
  const text = `${mode.toString(8).padStart(4, "0")} ${name}${type === "directory" ? "/" : ""}`;
  return type === "symlink" ? `${text} -> ${link ?? ""}` : text;
}
