import type { MachoCommand, MachoSegment } from "../macho/macho-commands.ts";
import { LC, MH } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import { Writer } from "../writer.ts";
import { align } from "./elf-image.ts";
import { SymbolTable } from "./symbol-table.ts";

/**
 * The file inside a dSYM bundle, as dsymutil lays it out: the UUID, all segments by address and without bytes, the whole
 * symbol table, and `__DWARF`.
 */
export function dsymFile(file: MachoFile): Uint8Array {
  const { header } = file;
  const wide = header.bits === 64;
  const kept = file.commands.filter(isKept);
  const commandsSize = kept.reduce((sum, each) => sum + each.size, 0);
  const table = new SymbolTable(file, () => true);
  const symbolsAt = align(header.size + commandsSize, 0x1000);
  const stringsAt = symbolsAt + table.symbols.length;
  const dwarfAt = align(stringsAt + table.strings.length, 0x1000);
  const dwarf = file.segments.find(({ name }) => name === "__DWARF");
  const bytes = new Uint8Array(dwarfAt + (dwarf?.fileSize ?? 0));
  bytes.set(file.bytes.subarray(0, header.size));
  bytes.set(table.symbols, symbolsAt);
  bytes.set(table.strings, stringsAt);
  if (dwarf !== undefined) bytes.set(file.bytes.subarray(dwarf.fileOffset, dwarf.fileOffset + dwarf.fileSize), dwarfAt);
  const writer = new Writer(bytes, { littleEndian: header.littleEndian });
  writer.u32(12, MH.DSYM).u32(16, kept.length).u32(20, commandsSize);
  // Neither position independence nor bindings mean anything here.
  writer.u32(24, 0);
  let at = header.size;
  for (const command of kept) {
    bytes.set(file.bytes.subarray(command.offset, command.offset + command.size), at);
    if (command.kind === "symtab") {
      writer
        .u32(at + 8, symbolsAt)
        .u32(at + 12, table.count)
        .u32(at + 16, stringsAt)
        .u32(at + 20, table.strings.length);
    } else if (command.kind === "segment") {
      const place =
        command === dwarf
          ? { offset: dwarfAt, size: command.fileSize }
          : command.name === "__LINKEDIT"
            ? { offset: symbolsAt, size: stringsAt + table.strings.length - symbolsAt }
            : { offset: 0, size: 0 };
      placeSegment(writer, at, command, {
        ...place,
        wide,
        moved: command === dwarf ? dwarfAt - command.fileOffset : undefined,
      });
    }
    at += command.size;
  }
  return bytes;
}

function isKept(command: MachoCommand): boolean {
  return (
    command.kind === "segment" ||
    command.kind === "symtab" ||
    command.command === LC.UUID ||
    command.kind === "build-version"
  );
}

interface Place {
  readonly offset: number;
  readonly size: number;
  readonly wide: boolean;
  /** How far the bytes of the sections moved; `undefined` when there are none. */
  readonly moved: number | undefined;
}

function placeSegment(writer: Writer, at: number, segment: MachoSegment, { offset, size, wide, moved }: Place): void {
  if (wide) writer.u64(at + 40, BigInt(offset)).u64(at + 48, BigInt(size));
  else writer.u32(at + 32, offset).u32(at + 36, size);
  const each = wide ? 80 : 68;
  for (const [index, section] of segment.sections.entries()) {
    const field = at + (wide ? 72 : 56) + index * each + (wide ? 48 : 40);
    writer.u32(field, moved === undefined ? 0 : section.offset + moved);
  }
}
