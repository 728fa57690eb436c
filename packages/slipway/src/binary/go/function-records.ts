import { Reader } from "../reader.ts";
import type { Span } from "../spans.ts";
import type { Pclntab } from "./pclntab.ts";

/** Bytes of `runtime._func` before its tables; the line where the function starts came with Go 1.20. */
const FIXED = { "1.18": 40, "1.20": 44 } as const;

/**
 * Where the table keeps what it says of each function: name, record and program counter tables. Tables that functions share
 * are told once, with the first. Offsets count from the start of the table. Empty for layouts before Go 1.18.
 *
 * @throws FormatError
 */
export function readFunctionRecords(table: Pclntab): readonly (readonly Span[])[] {
  const { layout, parts } = table;
  if ((layout !== "1.18" && layout !== "1.20") || parts === undefined) return [];
  const reader = new Reader(table.bytes, { littleEndian: table.littleEndian });
  const fixed = FIXED[layout];
  const ends = new ValueTables(parts.values);
  const records: Span[][] = [];
  // Records follow one another, so that all together fit in the table.
  let budget = reader.length;
  for (let index = 0; index < table.functionCount; index++) {
    const start = table.recordOffset(index);
    const name = parts.names + reader.seek(start + 4, "func offset").u32("nameOff");
    reader.skip(8, "args");
    const values = [reader.u32("pcsp"), reader.u32("pcfile"), reader.u32("pcln")];
    const valueCount = reader.count(reader.u32("npcdata"), 4, "npcdata");
    const dataCount = reader.seek(start + fixed - 1, "nfuncdata").u8("nfuncdata");
    const size = fixed + 4 * (valueCount + dataCount);
    budget -= size;
    if (budget < 0) throw reader.fault("npcdata", "records that overlap", "records within the table", start);
    for (let each = 0; each < valueCount; each++) values.push(reader.u32("pcdata"));
    for (const offset of values) ends.add(offset, index);
    const nameEnd = reader.seek(name, "nameOff").bytes.indexOf(0, name);
    records.push([
      { offset: start, size },
      { offset: name, size: nameEnd < 0 ? 0 : nameEnd + 1 - name },
    ]);
  }
  for (const { owner, span } of ends.spans(table.recordsStart)) records[owner]!.push(span);
  return records;
}

/** Tables of values by program counter stand one behind the other: each ends where the next begins. */
class ValueTables {
  readonly #start: number;
  readonly #owners = new Map<number, number>();

  constructor(start: number) {
    this.#start = start;
  }

  /** Offset 0 is no table. */
  add(offset: number, owner: number): void {
    if (offset !== 0 && !this.#owners.has(offset)) this.#owners.set(offset, owner);
  }

  spans(end: number): readonly { readonly owner: number; readonly span: Span }[] {
    const offsets = Uint32Array.from(this.#owners.keys()).sort();
    return Array.from(offsets, (offset, index) => {
      const next = offsets[index + 1] ?? Math.max(end - this.#start, offset);
      return { owner: this.#owners.get(offset)!, span: { offset: this.#start + offset, size: next - offset } };
    });
  }
}
