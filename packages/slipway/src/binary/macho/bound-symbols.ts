import { Reader } from "../reader.ts";
import { LC } from "./macho-constants.ts";
import type { MachoFile } from "./macho-file.ts";

/** A symbol that dyld binds. `library` counts load commands from 1; what is not above 0 stands for none in particular. */
export interface BoundSymbol {
  readonly name: string;
  readonly library: number;
}

/**
 * What dyld binds, from the opcodes of LC_DYLD_INFO or the imports of LC_DYLD_CHAINED_FIXUPS (`<mach-o/loader.h>`,
 * `<mach-o/fixup-chains.h>`). Go's linker tells libraries here and not in the symbol table.
 *
 * @throws FormatError
 */
export function boundSymbols(file: MachoFile): readonly BoundSymbol[] {
  const reader = new Reader(file.bytes, { littleEndian: file.header.littleEndian, origin: file.origin });
  return file.commands.flatMap((command) => {
    if (command.command === LC.DYLD_INFO || command.command === LC.DYLD_INFO_ONLY) {
      // rebase, bind, weak, lazy, export: each an offset and a size.
      return [16, 24, 32].flatMap((field) => {
        const [offset, size] = [0, 4].map((at) =>
          reader.seek(command.offset + field + at, "dyld info").u32("dyld info"),
        );
        return fromOpcodes(reader.sub(offset!, size!, "bind opcodes"));
      });
    }
    if (command.command !== LC.DYLD_CHAINED_FIXUPS || command.kind !== "linkedit") return [];
    return fromChains(reader.sub(command.dataOffset, command.dataSize, "LC_DYLD_CHAINED_FIXUPS"));
  });
}

function fromOpcodes(opcodes: Reader): readonly BoundSymbol[] {
  const found = new Map<string, BoundSymbol>();
  let library = 0;
  while (opcodes.remaining > 0) {
    const byte = opcodes.u8("bind opcode");
    switch (byte & 0xf0) {
      case 0x10:
        library = byte & 0x0f;
        break;
      case 0x20:
        library = opcodes.uleb32("library ordinal");
        break;
      case 0x30:
        // Minus one is the program, minus two a lookup everywhere.
        library = (byte & 0x0f) === 0 ? 0 : (byte & 0x0f) - 16;
        break;
      case 0x40: {
        const name = opcodes.cstring("symbol name");
        found.set(`${library} ${name}`, { name, library });
        break;
      }
      case 0x60:
        opcodes.sleb64("addend");
        break;
      case 0x70:
      case 0x80:
      case 0xa0:
        opcodes.uleb64("address");
        break;
      case 0xc0:
        opcodes.uleb64("count");
        opcodes.uleb64("skip");
        break;
      default:
    }
  }
  return [...found.values()];
}

function fromChains(fixups: Reader): readonly BoundSymbol[] {
  const [importsAt, symbolsAt, count, format] = [8, 12, 16, 20].map((at) => fixups.seek(at, "header").u32("header"));
  const size = format === 1 ? 4 : format === 2 ? 8 : 16;
  fixups.seek(importsAt!, "imports_offset").count(count!, size, "imports_count");
  return Array.from({ length: count! }, (_, index) => {
    fixups.seek(importsAt! + index * size, "import");
    const low = fixups.u32("import");
    const wide = format === 3;
    const ordinal = wide ? low & 0xffff : low & 0xff;
    const nameAt = wide ? fixups.u32("name offset") : low >>> 9;
    const limit = wide ? 0xfff0 : 0xf0;
    return {
      name: fixups.seek(symbolsAt! + nameAt, "symbol name").cstring("symbol name"),
      library: ordinal >= limit ? ordinal - (wide ? 0x10000 : 0x100) : ordinal,
    };
  });
}
