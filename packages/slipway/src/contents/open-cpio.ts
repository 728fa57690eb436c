import { ArchiveError } from "../archive/archive-error.ts";
import { READ_LIMITS } from "../archive/read-limits.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import type { Contents, Part } from "./container.ts";
import { readExactly, slice } from "./slice.ts";

const HEADER = 110;

/** Opens a cpio archive in the "new ASCII" form (cpio(5)), which rpm uses. @throws ArchiveError */
export async function openCpio(source: ByteSource): Promise<Contents> {
  const parts: Part[] = [];
  for (let at = 0; ;) {
    const head = new TextDecoder("latin1").decode(await readExactly(source, at, HEADER, "a header"));
    if (!/^07070[12][0-9a-fA-F]{104}$/.test(head)) throw new ArchiveError("corrupt", at, "A cpio header is malformed");
    const field = (index: number): number => Number.parseInt(head.slice(6 + index * 8, 14 + index * 8), 16);
    const [mode, uid, gid, time, size, nameSize] = [field(1), field(2), field(3), field(5), field(6), field(11)];
    if (nameSize === 0 || nameSize > READ_LIMITS.name)
      throw new ArchiveError("corrupt", at, `A cpio name has ${nameSize} bytes`);
    const name = new TextDecoder().decode(await readExactly(source, at + HEADER, nameSize - 1, "a name"));
    const start = aligned(at + HEADER + nameSize);
    if (name === "TRAILER!!!") break;
    if (start + size > source.size) throw new ArchiveError("truncated", at, "The archive ends within a member");
    if (parts.length >= READ_LIMITS.entries)
      throw new ArchiveError("too-large", at, `There are more than ${READ_LIMITS.entries} members`);
    const type = TYPES[mode >>> 12] ?? "other";
    parts.push({
      name: name.replace(/^\.?\//u, ""),
      type,
      size,
      offset: at,
      facts: {
        time: `${time}`,
        mode: `0${(mode & 0o7777).toString(8)}`,
        owner: `${uid}:${gid}`,
        ...(type === "link" && size <= READ_LIMITS.name
          ? { link: new TextDecoder().decode(await readExactly(source, start, size, "a link")) }
          : {}),
      },
      ...(type === "file" ? { open: async () => slice(source, start, size) } : {}),
    });
    at = aligned(start + size);
  }
  return { kind: "cpio", facts: {}, parts, close: async () => {} };
}

const TYPES: Readonly<Record<number, Part["type"]>> = { 0o4: "folder", 0o10: "file", 0o12: "link" };

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}
