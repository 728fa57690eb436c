import type { ByteSource } from "../archive/zip/find-central.ts";
import { readZip } from "../archive/zip/read-zip.ts";
import type { ByteStore } from "../platform/file/byte-store.ts";
import type { Contents, Part } from "./container.ts";

/**
 * Opens a zip file: wheels and jars are ones. Names are taken as they are: nothing is unpacked to where they lead.
 *
 * @throws ArchiveError; for a member that is encrypted, or packed in a way that is not read, only when it is opened
 */
export async function openZip(source: ByteSource, store: ByteStore): Promise<Contents> {
  const parts: Part[] = [];
  for await (const member of readZip(source, { onlyLook: true })) {
    const { name, type, size, mode, mtime, link } = member.entry;
    parts.push({
      name,
      type: type === "directory" ? "folder" : type === "symlink" ? "link" : "file",
      size,
      offset: member.offset,
      facts: {
        time: `${mtime}`,
        mode: `0${mode.toString(8)}`,
        ...(link === undefined ? {} : { link }),
        ...member.header,
      },
      ...(type === "file" ? { open: () => store.keep(member.content()) } : {}),
    });
  }
  return { kind: "zip", facts: {}, parts, close: async () => {} };
}
