import { ArchiveError } from "../../archive/archive-error.ts";
import type { ByteStream } from "../../archive/byte-stream.ts";
import type { Member } from "../../archive/member.ts";
import { READ_LIMITS } from "../../archive/read-limits.ts";
import { readTar } from "../../archive/tar/read-tar.ts";
import { readZip } from "../../archive/zip/read-zip.ts";
import { decompress, type Compression } from "../../platform/decompress.ts";
import { openFile } from "../../platform/file/file-source.ts";
import { readFilePieces } from "../../platform/file/file-stream.ts";

/**
 * The members of an archive in one of the formats that are packed. A format that holds one file and no name gives it `name`.
 *
 * @throws ArchiveError for what is malformed or unsafe to unpack.
 */
export async function* openArchive(path: string, format: string, name: string): AsyncGenerator<Member> {
  const pieces = readFilePieces(path);
  const unpacked = (compression: Compression): ByteStream => decompress(compression, pieces, READ_LIMITS);
  switch (format) {
    case "zip": {
      const source = await openFile(path);
      try {
        yield* readZip(source);
      } finally {
        await source.close();
      }
      return;
    }
    case "tar":
      yield* readTar(pieces);
      return;
    case "tar.gz":
    case "tgz":
      yield* readTar(unpacked("gzip"));
      return;
    case "tar.xz":
    case "txz":
      yield* readTar(unpacked("xz"));
      return;
    case "tar.zst":
    case "tzst":
      yield* readTar(unpacked("zstd"));
      return;
    case "gz":
      yield lone(name, unpacked("gzip"));
      return;
    case "xz":
      yield lone(name, unpacked("xz"));
      return;
    case "binary":
      yield lone(name, pieces);
      return;
    default:
      throw new ArchiveError("unsupported", 0, `Archives of the format "${format}" are not read`);
  }
}

/** What carries no mode is made executable by whoever downloads it. */
function lone(name: string, content: ByteStream): Member {
  return {
    entry: { name, type: "file", mode: 0o755, mtime: 0, size: 0 },
    offset: 0,
    async *content() {
      yield* content;
    },
  };
}
