import type { WasmModule } from "../wasm/wasm-module.ts";
import { readRange, segmentAt } from "../wasm/wasm-ranges.ts";
import { looksLikePclntab, tryPclntab, type Pclntab } from "./pclntab.ts";
import { indexOfBytes } from "./program-memory.ts";

/**
 * The bytes from a mark to behind the next one of another kind, where both stand in one data segment: Go's linker cuts its data at
 * longer runs of zeros only, and memory need not be put together. `undefined` when they are not found so, which does not mean that
 * they are not there.
 *
 * @throws FormatError
 */
export function findWasmText(module: WasmModule, start: Uint8Array, end: Uint8Array): Uint8Array | undefined {
  const bytes = dataSection(module);
  const from = indexOfBytes(bytes, start);
  const to = from < 0 ? -1 : indexOfBytes(bytes, end, from);
  if (to < 0) return undefined;
  const base = bytes.byteOffset - module.bytes.byteOffset;
  const segment = filledBy(module, base + from);
  if (segment === undefined || segment !== segmentAt(module, base + to + end.length - 1)) return undefined;
  return bytes.subarray(from, to + end.length);
}

/** First bytes of the layouts of Go 1.20 and 1.18. */
const LAYOUTS = [0xf1, 0xf0];
/** A function table has a magic and eight more words of eight bytes in its header. */
const HEADER = 72;

/**
 * Go's function table up to the end of its list of functions. `undefined` when it is not found so, which does not mean that there is
 * none.
 *
 * @throws FormatError
 */
export function findWasmTableHead(module: WasmModule): Pclntab | undefined {
  const bytes = dataSection(module);
  const base = bytes.byteOffset - module.bytes.byteOffset;
  for (const low of LAYOUTS) {
    for (let at = bytes.indexOf(low); at >= 0; at = bytes.indexOf(low, at + 1)) {
      const segment = looksLikePclntab(bytes, at) ? filledBy(module, base + at) : undefined;
      if (segment === undefined) continue;
      const table = readHead(module, module.data.address(segment)! + base + at - module.data.offsets[segment]!);
      if (table !== undefined) return table;
    }
  }
  return undefined;
}

function dataSection(module: WasmModule): Uint8Array {
  const section = module.sections.find(({ id }) => id === 11);
  return section === undefined ? new Uint8Array(0) : module.sectionBytes(section);
}

/** The segment with a place in the file that fills memory 0 at a known address. */
function filledBy(module: WasmModule, offset: number): number | undefined {
  const { data } = module;
  const segment = segmentAt(module, offset);
  return segment === undefined || data.memory(segment) !== 0 || data.address(segment) === undefined
    ? undefined
    : segment;
}

/** Its fields are of four bytes. */
function readHead(module: WasmModule, address: number): Pclntab | undefined {
  const header = address % 8 === 0 ? readRange(module, address, HEADER) : undefined;
  if (header === undefined || header[7] !== 8) return undefined;
  const words = new DataView(header.buffer, header.byteOffset, HEADER);
  const word = (index: number): number => Number(words.getBigUint64(8 * index, true));
  const size = word(8) + (2 * word(1) + 1) * 4;
  const head = size >= HEADER && Number.isSafeInteger(size) ? readRange(module, address, size) : undefined;
  return head === undefined ? undefined : tryPclntab(head, -1);
}
