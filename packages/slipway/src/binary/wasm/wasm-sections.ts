import type { Reader } from "../reader.ts";

/** A section: `offset` and `size` are those of its contents. Custom sections (id 0) have a name in front of them. */
export interface WasmSection {
  readonly id: number;
  /** The custom section's own name, or the specification's name of the section. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

const NAMES = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "datacount",
  "tag",
] as const;

/** The order in which sections other than custom ones must stand (5.5.17: data count before code, tags after memories). */
const ORDER = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6];

/** Reads section headers, contents untouched. @throws FormatError on an unknown id or a wrong order */
export function readWasmSections(reader: Reader): readonly WasmSection[] {
  const sections: WasmSection[] = [];
  let last = 0;
  reader.seek(8, "section");
  while (reader.remaining > 0) {
    const start = reader.position;
    const id = reader.u8("section id");
    const size = reader.uleb32("section size");
    const offset = reader.position;
    reader.skip(size, "section size");
    if (id === 0) {
      const part = reader.sub(offset, size, "custom section");
      const nameSize = part.uleb32("custom section name");
      const name = new TextDecoder().decode(part.take(nameSize, "custom section name"));
      sections.push({ id, name, offset: offset + part.position, size: part.remaining });
      continue;
    }
    const name = NAMES[id];
    const order = ORDER[id];
    if (name === undefined || order === undefined) throw reader.fault("section id", `${id}`, "0 to 13", start);
    if (order <= last) throw reader.fault("section id", `${name} section`, "sections in order, each once", start);
    last = order;
    sections.push({ id, name, offset, size });
  }
  return sections;
}
