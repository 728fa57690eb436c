import type { AddressSpace, Region } from "../address-space.ts";
import { decodeText } from "../decode-text.ts";
import type { Program } from "../read-binary.ts";
import { findPclntabHead } from "./find-pclntab.ts";

/** A file that `//go:embed` put into an `embed.FS`. `hash` is the first 16 bytes of a SHA-256 of its contents, in hex. */
export interface EmbeddedFile {
  readonly name: string;
  readonly size: number;
  readonly hash: string;
  /** Where the contents are in memory. */
  readonly address: bigint;
  /** File offset of the contents, where they have one. */
  readonly offset: number | undefined;
}

const MAX_NAME = 4096;

/**
 * Finds the tables of embedded files by their shape (`cmd/compile/internal/staticdata/embed.go`): a slice whose pointer is
 * the address right behind itself, with equal length and capacity, and then records of name, contents and hash. This
 * works on stripped programs. Files embedded as a string or `[]byte` leave no name. Where the function table has nothing of the
 * package `embed`, no file can be opened, and nothing is looked for.
 *
 * @throws FormatError
 */
export function readEmbeddedFiles(program: Program): readonly EmbeddedFile[] {
  if (!linksEmbed(program)) return [];
  const memory = program.addressSpace;
  // Plan 9 and AIX keep constants among the code.
  const constantsInCode = program.format === "plan9" || program.format === "xcoff";
  const files = memory.regions.flatMap((region) =>
    region.executable && !constantsInCode ? [] : filesIn(region, memory),
  );
  return files.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Every word of a program would be looked at otherwise. A program without a function table may have anything. */
function linksEmbed(program: Program): boolean {
  const files = findPclntabHead(program)?.files();
  return files === undefined || files.length === 0 || files.some((file) => file.endsWith("embed/embed.go"));
}

function filesIn(region: Region, memory: AddressSpace): readonly EmbeddedFile[] {
  const size = memory.pointerSize;
  const head = 3 * size;
  const record = 4 * size + 16;
  const { length } = region.bytes;
  const files: EmbeddedFile[] = [];
  const next = selfPointers(region, memory, head);
  for (let at = next(0); at + head <= length; at = next(at + size)) {
    const address = region.address + BigInt(at);
    const count = Number(memory.pointerAt(address + BigInt(size)) ?? 0n);
    if (
      memory.pointerAt(address) !== address + BigInt(head) ||
      memory.pointerAt(address + BigInt(2 * size)) !== BigInt(count) ||
      count === 0 ||
      count * record > length - at - head
    ) {
      continue;
    }
    const found = readRecords(memory, address + BigInt(head), count, record);
    if (found === undefined) continue;
    files.push(...found);
    at += head + count * record - size;
  }
  return files;
}

/**
 * Finds, from a place on, the next word whose low 32 bits point `head` bytes behind itself; the end of the region when there is
 * none. Every word of a program is looked at: numbers of 32 bits are compared where the host has their order, without a bigint.
 */
function selfPointers({ address, bytes }: Region, memory: AddressSpace, head: number): (from: number) => number {
  const size = memory.pointerSize;
  const first = Number((BigInt(size) - (address % BigInt(size))) % BigInt(size));
  const low = Number(BigInt.asUintN(32, address)) + head;
  const from = (at: number): number => (at <= first ? first : first + Math.ceil((at - first) / size) * size);
  const start = bytes.byteOffset + first;
  if (memory.littleEndian && isLittleEndianHost && start % 4 === 0 && bytes.length > first) {
    const words = new Uint32Array(bytes.buffer, start, (bytes.length - first) >> 2);
    const step = size / 4;
    return (at) => {
      let index = (from(at) - first) >> 2;
      let wanted = (low + first + 4 * index) >>> 0;
      for (; index < words.length; index += step) {
        if (words[index] === wanted) return first + 4 * index;
        wanted = (wanted + size) >>> 0;
      }
      return bytes.length;
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lowAt = size === 8 && !memory.littleEndian ? 4 : 0;
  return (at) => {
    let word = from(at);
    while (word + size <= bytes.length && view.getUint32(word + lowAt, memory.littleEndian) !== (low + word) >>> 0)
      word += size;
    return word + size <= bytes.length ? word : bytes.length;
  };
}

const isLittleEndianHost = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** All records must hold, or the shape was an accident. Directories, whose names end in a slash, are left out. */
function readRecords(
  memory: AddressSpace,
  start: bigint,
  count: number,
  record: number,
): readonly EmbeddedFile[] | undefined {
  const size = BigInt(memory.pointerSize);
  const files: EmbeddedFile[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + BigInt(index * record);
    const nameLength = Number(memory.pointerAt(at + size) ?? 0n);
    const nameAddress = memory.pointerAt(at);
    if (nameAddress === undefined || nameLength === 0 || nameLength > MAX_NAME) return undefined;
    const nameBytes = memory.read(nameAddress, nameLength);
    if (nameBytes === undefined) return undefined;
    const name = decodeText(nameBytes);
    const dataAddress = memory.pointerAt(at + 2n * size) ?? 0n;
    const dataLength = Number(memory.pointerAt(at + 3n * size) ?? 0n);
    if (dataLength > 0 && memory.read(dataAddress, dataLength) === undefined) return undefined;
    if (name.endsWith("/")) continue;
    const hash = memory.read(at + 4n * size, 16) ?? new Uint8Array(0);
    files.push({
      name,
      size: dataLength,
      hash: Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      address: dataAddress,
      offset: memory.offsetOf(dataAddress),
    });
  }
  return files;
}
