import { writeGzip } from "../../archive/gzip/write-gzip.ts";
import type { Entry } from "../../archive/entry.ts";
import { entryContent } from "../../archive/entry.ts";
import type { Deflater } from "../../archive/deflate/deflater.ts";
import { writeTar } from "../../archive/tar/write-tar.ts";
import { writeXz } from "../../archive/xz/write-xz.ts";
import { writeZst } from "../../archive/zst/write-zst.ts";
import { writeZip } from "../../archive/zip/write-zip.ts";
import type { ArchiveFormat } from "../../config/sections/archive.ts";

/** A format that makes a file of its own. */
export type PackedFormat = Exclude<ArchiveFormat, "binary" | "none">;

/** What writing an archive needs from the host. */
export interface ArchiveTools {
  readonly deflater: Deflater;
  /** CPU tokens to use. */
  readonly parallel: number;
}

/** Formats that hold exactly one file and no names of folders. */
export function holdsOneFile(format: PackedFormat): boolean {
  return format === "gz" || format === "xz";
}

/** The bytes of an archive. A format that holds one file gets exactly one entry. */
export async function* writeArchive(
  format: PackedFormat,
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  tools: ArchiveTools,
): AsyncGenerator<Uint8Array> {
  const { deflater, parallel } = tools;
  switch (format) {
    case "tar":
      yield* writeTar(entries);
      return;
    case "tar.gz":
    case "tgz":
      yield* writeGzip(writeTar(entries), deflater, { parallel });
      return;
    case "zip":
      yield* writeZip(entries, deflater, { parallel });
      return;
    case "gz":
      for await (const entry of entries)
        yield* writeGzip(entryContent(entry), deflater, { parallel, name: entry.name });
      return;
    case "tar.zst":
    case "tzst":
      yield* writeZst(writeTar(entries));
      return;
    case "tar.xz":
    case "txz":
      yield* writeXz(writeTar(entries), deflater);
      return;
    case "xz":
      for await (const entry of entries) yield* writeXz(entryContent(entry), deflater);
      return;
  }
}
