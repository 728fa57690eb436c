import type { Reader } from "../reader.ts";

/** A note: who defined it, its type in that vendor's numbering, and its bytes. */
export interface ElfNote {
  readonly name: string;
  readonly type: number;
  readonly description: Uint8Array;
  readonly offset: number;
}

/** Reads the notes of one section or segment. `align` is 4, or 8 for GNU property notes. @throws FormatError */
export function readElfNotes(reader: Reader, offset: number, size: number, align: bigint): readonly ElfNote[] {
  const unit = align === 8n ? 8 : 4;
  const notes: ElfNote[] = [];
  const part = reader.sub(offset, size, "note");
  while (part.remaining >= 12) {
    const start = part.position;
    const nameSize = part.u32("n_namesz");
    const descriptionSize = part.u32("n_descsz");
    const type = part.u32("n_type");
    const name = part.fixedText(nameSize, "n_name");
    part.seek(Math.min(alignUp(part.position, unit), part.length), "n_name");
    const description = part.take(descriptionSize, "n_desc");
    part.seek(Math.min(alignUp(part.position, unit), part.length), "n_desc");
    notes.push({ name, type, description, offset: offset + start });
  }
  return notes;
}

function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
