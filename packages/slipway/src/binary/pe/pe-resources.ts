import type { Reader } from "../reader.ts";
import type { PeDataDirectory } from "./pe-header.ts";
import type { PeMemory } from "./pe-memory.ts";

/** One resource. `type` and `name` are numbers, or text where the program named them. */
export interface PeResource {
  readonly type: number | string;
  readonly name: number | string;
  readonly language: number | string;
  readonly codePage: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** Windows knows exactly three levels: type, name, language. */
const LEVELS = 3;

/** Reads the resource tree ("The .rsrc Section") as a flat list in tree order. @throws FormatError */
export function readPeResources(memory: PeMemory, directory: PeDataDirectory | undefined): readonly PeResource[] {
  if (directory === undefined || directory.address === 0) return [];
  const root = memory.readerAt(directory.address, "resource directory");
  const resources: PeResource[] = [];
  // Directories that name each other would be read for ever; real trees have fewer entries than bytes.
  let left = Math.floor(root.length / 8);
  let namesLeft = root.length;

  const walk = (offset: number, path: readonly (number | string)[]): void => {
    if (path.length >= LEVELS) throw root.fault("resource directory", "a fourth level", "three levels", offset);
    root.seek(offset, "resource directory").skip(12, "resource directory");
    const count = root.u16("NumberOfNamedEntries") + root.u16("NumberOfIdEntries");
    const start = root.position;
    root.count(count, 8, "NumberOfIdEntries");
    for (let index = 0; index < count; index++) {
      if (--left < 0) throw root.fault("resource directory", "directories that overlap", "a tree", offset);
      root.seek(start + index * 8, "resource entry");
      const nameField = root.u32("resource Name");
      const dataField = root.u32("resource OffsetToData");
      const name = nameField >= 0x80000000 ? resourceName(root, nameField - 0x80000000) : nameField;
      if (typeof name === "string" && (namesLeft -= name.length) < 0) {
        throw root.fault("resource Name", "names that overlap many times", "names within the section", offset);
      }
      const next = [...path, name];
      if (dataField >= 0x80000000) {
        walk(dataField - 0x80000000, next);
        continue;
      }
      root.seek(dataField, "resource data entry");
      const address = root.u32("resource Data RVA");
      const size = root.u32("resource Size");
      const codePage = root.u32("resource Codepage");
      const data = memory.readerAt(address, "resource Data RVA");
      resources.push({
        type: next[0] ?? 0,
        name: next[1] ?? 0,
        language: next[2] ?? 0,
        codePage,
        bytes: data.take(size, "resource Size"),
        offset: data.origin,
      });
    }
  };
  walk(0, []);
  return resources;
}

function resourceName(root: Reader, offset: number): string {
  const length = root.seek(offset, "resource name").u16("resource name length");
  root.count(length, 2, "resource name length");
  let text = "";
  for (let index = 0; index < length; index++) text += String.fromCharCode(root.u16("resource name"));
  return text;
}
