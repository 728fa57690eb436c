import { EditError } from "../edit-error.ts";
import type { MachoDysymtab, MachoLinkEdit, MachoSegment, MachoSymtab } from "../macho/macho-commands.ts";
import { LC, MH, N } from "../macho/macho-constants.ts";
import { MachoFile } from "../macho/macho-file.ts";
import { signAdHoc } from "../macho/sign-ad-hoc.ts";
import { Writer } from "../writer.ts";
import { dsymFile } from "./dsym-file.ts";
import { align } from "./elf-image.ts";
import type { SplitOptions, SplitProgram } from "./split-program.ts";
import { SymbolTable } from "./symbol-table.ts";

/** `INDIRECT_SYMBOL_LOCAL` and `INDIRECT_SYMBOL_ABS`: entries that name no symbol. */
const INDIRECT_MARKS = 0xc0000000;

/**
 * Divides a thin Mach-O program: without `__DWARF` and local symbols it is what a Mac runs; a dSYM file with both, found by
 * UUID, is what debuggers and crash reporters read. A signed program is signed again ad hoc.
 *
 * @throws EditError when there is nothing to split off, an identity has signed it, or its parts stand in another order
 * @throws FormatError when the bytes are no Mach-O file
 */
export function splitMacho(bytes: Uint8Array, options: SplitOptions): SplitProgram {
  const file = new MachoFile(bytes);
  const { signature } = file;
  if (signature !== undefined && !signature.adHoc) {
    throw new EditError("unsupported", "Cannot split a program that an identity has signed: split first, then sign");
  }
  const hasDebug = file.segments.some(({ name }) => name === "__DWARF");
  const hasLocal = file.symbols.some((symbol) => !isNeeded(file, symbol.type));
  if (!hasDebug && !hasLocal) {
    throw new EditError("not-found", "Cannot split: the program has neither symbols nor DWARF; build without -s -w");
  }
  const stripped = strippedFile(file);
  const program =
    signature === undefined
      ? stripped
      : signAdHoc(stripped, {
          identifier: signature.directories[0]?.identifier ?? "a.out",
          style: signature.linkerSigned ? "linker" : "codesign",
          ...(options.sha256 === undefined ? {} : { sha256: options.sha256 }),
        });
  return { program, debug: dsymFile(file), id: file.uuid, hasDebug };
}

/** Imports are bound by name; exports of a library are looked up. */
function isNeeded(file: MachoFile, type: number): boolean {
  if ((type & N.STAB) !== 0 || (type & N.EXT) === 0) return false;
  return (type & N.TYPE) === N.UNDF || file.header.fileType !== MH.EXECUTE;
}

/** A run of bytes in `__LINKEDIT`, and where the load commands say where it is. */
interface Part {
  readonly offset: number;
  readonly size: number;
  readonly write: (writer: Writer, offset: number) => void;
  readonly bytes: Uint8Array;
}

function strippedFile(file: MachoFile): Uint8Array {
  const { linkedit, dwarf } = lastSegments(file);
  const start = dwarf === undefined ? linkedit.fileOffset : Math.min(dwarf.fileOffset, linkedit.fileOffset);
  const parts = linkEditParts(file).toSorted((a, b) => a.offset - b.offset);
  let end = start;
  const placed = parts.map((part) => {
    const offset = part.size === 0 ? 0 : align(end, 8);
    if (part.size > 0) end = offset + part.size;
    return { ...part, to: offset };
  });
  const size = end - start;
  const bytes = new Uint8Array(end);
  bytes.set(file.bytes.subarray(0, start));
  const writer = new Writer(bytes, { littleEndian: file.header.littleEndian });
  for (const part of placed) {
    bytes.set(part.bytes, part.to === 0 ? start : part.to);
    part.write(writer, part.to);
  }
  const page = file.header.cpu === 0x0100000c ? 0x4000 : 0x1000;
  placeLinkEdit(writer, linkedit, {
    offset: start,
    size,
    memorySize: align(size, page),
    wide: file.header.bits === 64,
  });
  dropCommands(file, bytes, dwarf);
  return bytes;
}

/** `__LINKEDIT` must be the last segment, and `__DWARF` the one before it: so write all linkers. */
function lastSegments(file: MachoFile): { linkedit: MachoSegment; dwarf: MachoSegment | undefined } {
  const linkedit = file.segments.find(({ name }) => name === "__LINKEDIT");
  const dwarf = file.segments.find(({ name }) => name === "__DWARF");
  if (linkedit === undefined) throw new EditError("unsupported", "Cannot split the file: it has no __LINKEDIT segment");
  const first = Math.min(linkedit.fileOffset, dwarf?.fileOffset ?? linkedit.fileOffset);
  const others = file.segments.filter((each) => each !== linkedit && each !== dwarf && each.fileSize > 0);
  if (others.some((each) => each.fileOffset + each.fileSize > first)) {
    throw new EditError("unsupported", "Cannot split the file: a segment follows __DWARF or __LINKEDIT");
  }
  return { linkedit, dwarf };
}

function linkEditParts(file: MachoFile): readonly Part[] {
  const symtab = file.commands.find((each): each is MachoSymtab => each.kind === "symtab");
  const dysymtab = file.commands.find((each): each is MachoDysymtab => each.kind === "dysymtab");
  const indirect = dysymtab === undefined ? [] : indirectSymbols(file, dysymtab);
  const named = new Set(indirect);
  const table = new SymbolTable(file, (symbol, index) => isNeeded(file, symbol.type) || named.has(index));
  const parts: Part[] = [];
  for (const command of file.commands) {
    if (command.kind === "linkedit" && command.command !== LC.CODE_SIGNATURE) parts.push(linkEditPart(file, command));
    if (command.command === LC.DYLD_INFO || command.command === LC.DYLD_INFO_ONLY)
      parts.push(...dyldInfoParts(file, command.offset));
  }
  if (symtab !== undefined) {
    const at = symtab.offset;
    parts.push({
      offset: symtab.symbolOffset,
      size: table.symbols.length,
      bytes: table.symbols,
      write: (writer, to) => writer.u32(at + 8, to).u32(at + 12, table.count),
    });
    parts.push({
      offset: symtab.stringOffset,
      size: table.strings.length,
      bytes: table.strings,
      write: (writer, to) => writer.u32(at + 16, to).u32(at + 20, table.strings.length),
    });
  }
  if (dysymtab !== undefined) parts.push(indirectPart(file, dysymtab, indirect, table));
  return parts;
}

function linkEditPart(file: MachoFile, { offset, dataOffset, dataSize }: MachoLinkEdit): Part {
  const bytes = file.bytes.subarray(dataOffset, dataOffset + dataSize);
  return { offset: dataOffset, size: bytes.length, bytes, write: (writer, to) => writer.u32(offset + 8, to) };
}

/** Rebase, bind, weak bind, lazy bind, export: an offset and a size each. */
function dyldInfoParts(file: MachoFile, command: number): readonly Part[] {
  const view = new DataView(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  return [8, 16, 24, 32, 40].map((field): Part => {
    const offset = view.getUint32(command + field, file.header.littleEndian);
    const size = view.getUint32(command + field + 4, file.header.littleEndian);
    const bytes = file.bytes.subarray(offset, offset + size);
    return { offset, size: bytes.length, bytes, write: (writer, to) => writer.u32(command + field, to) };
  });
}

function indirectSymbols(file: MachoFile, { indirectOffset, indirectCount }: MachoDysymtab): readonly number[] {
  const view = new DataView(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const within = Math.min(indirectCount, Math.floor(Math.max(0, view.byteLength - indirectOffset) / 4));
  return Array.from({ length: within }, (_, index) =>
    view.getUint32(indirectOffset + index * 4, file.header.littleEndian),
  );
}

function indirectPart(
  file: MachoFile,
  { offset, indirectOffset }: MachoDysymtab,
  indirect: readonly number[],
  table: SymbolTable,
): Part {
  const bytes = new Uint8Array(indirect.length * 4);
  const entries = new Writer(bytes, { littleEndian: file.header.littleEndian });
  for (const [index, symbol] of indirect.entries()) {
    const isMark = (symbol & INDIRECT_MARKS) !== 0;
    entries.u32(index * 4, isMark ? symbol : (table.placeOf(symbol) ?? 0));
  }
  const { locals, externals, undefineds } = table.groups;
  return {
    offset: indirectOffset,
    size: bytes.length,
    bytes,
    write(writer, to) {
      writer.u32(offset + 8, 0).u32(offset + 12, locals);
      writer.u32(offset + 16, locals).u32(offset + 20, externals);
      writer.u32(offset + 24, locals + externals).u32(offset + 28, undefineds);
      writer.u32(offset + 56, to);
    },
  };
}

function placeLinkEdit(
  writer: Writer,
  { offset }: MachoSegment,
  place: { readonly offset: number; readonly size: number; readonly memorySize: number; readonly wide: boolean },
): void {
  if (place.wide) {
    writer
      .u64(offset + 32, BigInt(place.memorySize))
      .u64(offset + 40, BigInt(place.offset))
      .u64(offset + 48, BigInt(place.size));
  } else {
    writer
      .u32(offset + 28, place.memorySize)
      .u32(offset + 32, place.offset)
      .u32(offset + 36, place.size);
  }
}

/** Takes out `__DWARF` and the signature, which is made again, and moves the commands behind them up. */
function dropCommands(file: MachoFile, bytes: Uint8Array, dwarf: MachoSegment | undefined): void {
  const { header } = file;
  const kept = file.commands.filter((each) => each !== dwarf && each.command !== LC.CODE_SIGNATURE);
  const copies = kept.map(({ offset, size }) => bytes.slice(offset, offset + size));
  bytes.fill(0, header.size, header.size + header.commandsSize);
  let at = header.size;
  for (const copy of copies) {
    bytes.set(copy, at);
    at += copy.length;
  }
  new Writer(bytes, { littleEndian: header.littleEndian }).u32(16, copies.length).u32(20, at - header.size);
}
