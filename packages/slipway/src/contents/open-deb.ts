import { ArchiveError } from "../archive/archive-error.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import type { Contents, Part } from "./container.ts";
import { readExactly, slice } from "./slice.ts";

const HEADER = 60;

/**
 * Opens a Debian package: an ar archive of `debian-binary`, `control.tar.*` and `data.tar.*` (deb(5)), whose names are
 * short and which is read without taking it into memory.
 *
 * @throws ArchiveError
 */
export async function openDeb(source: ByteSource): Promise<Contents> {
  const parts: Part[] = [];
  for (let at = 8; at < source.size;) {
    const head = new TextDecoder("latin1").decode(await readExactly(source, at, HEADER, "a member's header"));
    const size = /^\d{1,10}$/.exec(head.slice(48, 58).trim());
    if (head.slice(58) !== "`\n" || size === null)
      throw new ArchiveError("corrupt", at, "A member's header is malformed");
    const length = Number(size[0]);
    const start = at + HEADER;
    if (start + length > source.size) throw new ArchiveError("truncated", at, "The package ends within a member");
    if (parts.length >= 64) throw new ArchiveError("too-large", at, "There are more than 64 members");
    parts.push({
      name: head.slice(0, 16).trim().replace(/\/$/, ""),
      type: "file",
      size: length,
      offset: at,
      facts: {
        time: head.slice(16, 28).trim(),
        owner: `${head.slice(28, 34).trim()}:${head.slice(34, 40).trim()}`,
        mode: `0${(Number.parseInt(head.slice(40, 48).trim() || "0", 8) & 0o7777).toString(8)}`,
      },
      open: async () => slice(source, start, length),
    });
    at = start + length + (length % 2);
  }
  return { kind: "deb", facts: {}, parts, close: async () => {} };
}
