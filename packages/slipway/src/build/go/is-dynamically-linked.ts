import { PT } from "../../binary/elf/elf-constants.ts";
import { openElf, readElfHeader } from "../../binary/elf/elf-header.ts";
import { readElfSegments } from "../../binary/elf/elf-segments.ts";
import { FormatError } from "../../binary/format-error.ts";
import { openFile } from "../../platform/file/file-source.ts";

/** The program headers of what Go links follow the file's header; other linkers may put them anywhere. */
const HEAD = 4096;

/** Whether an ELF file asks for a loader, which `artifacts.json` tells. Other formats never do. */
export async function isDynamicallyLinked(path: string): Promise<boolean> {
  const file = await openFile(path);
  try {
    const head = await file.read(0, HEAD);
    if (head[0] !== 0x7f || head[1] !== 0x45) return false;
    try {
      return asksForLoader(head);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return asksForLoader(await file.read(0, file.size));
    }
  } finally {
    await file.close();
  }
}

function asksForLoader(bytes: Uint8Array): boolean {
  const reader = openElf(bytes);
  return readElfSegments(reader, readElfHeader(reader)).some((segment) => segment.type === PT.INTERP);
}
