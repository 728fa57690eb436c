import { unreachable } from "../../errors.ts";
import { SHT } from "../elf/elf-constants.ts";
import { ZEROFILL } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import type { PeFile } from "../pe/pe-file.ts";
import { DIRECTORY } from "../pe/pe-constants.ts";
import type { Program } from "../read-binary.ts";

/** A run of a file's bytes by the name that its format gives it. */
export interface FilePart {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** What stands between the named parts: headers, alignment. */
export const UNNAMED = "headers and padding";

/**
 * Cuts a program into parts: each byte of the file is in exactly one, in file order. Where a damaged or odd file names
 * bytes twice, the part that starts first has them.
 *
 * @throws FormatError
 */
export function fileParts(program: Program): readonly FilePart[] {
  const named = namedParts(program)
    .filter((part) => part.size > 0 && part.offset >= 0)
    .sort((a, b) => a.offset - b.offset || b.size - a.size);
  const parts: FilePart[] = [];
  const total = program.bytes.length;
  let at = 0;
  for (const { name, offset, size } of named) {
    const start = Math.max(offset, at);
    const end = Math.min(offset + size, total);
    if (end <= start) continue;
    if (start > at) parts.push({ name: UNNAMED, offset: at, size: start - at });
    parts.push({ name, offset: start, size: end - start });
    at = end;
  }
  if (at < total) parts.push({ name: UNNAMED, offset: at, size: total - at });
  return parts;
}

function namedParts(program: Program): FilePart[] {
  switch (program.format) {
    case "elf":
      return program.sections.filter((section) => section.type !== SHT.NOBITS && section.type !== SHT.NULL);
    case "pe":
      return peParts(program);
    case "macho":
      return machoParts(program);
    case "wasm":
      return [...program.sections];
    case "xcoff":
      return [...program.sections.filter((section) => section.offset !== 0), ...program.symbolParts];
    case "plan9":
      return [...program.sections];
    default:
      return unreachable(program);
  }
}

/** Symbols and certificates stand behind the sections, and no section names them. */
function peParts(file: PeFile): FilePart[] {
  const { symbolOffset, symbolCount } = file.coff;
  const signature = file.directory(DIRECTORY.CERTIFICATE);
  const end = signature?.address || file.bytes.length;
  const named = file.sections.map(({ name, offset, size }) => ({ name, offset, size }));
  return [
    ...named.filter((part) => part.offset !== 0),
    ...(symbolCount > 0 ? [{ name: "symbols", offset: symbolOffset, size: Math.max(end - symbolOffset, 0) }] : []),
    ...(signature === undefined ? [] : [{ name: "signature", offset: signature.address, size: signature.size }]),
  ];
}

/** Load commands name the pieces of `__LINKEDIT`. */
function machoParts(file: MachoFile): FilePart[] {
  const width = file.header.bits === 64 ? 16 : 12;
  const linkEdit = file.commands.flatMap((command): FilePart[] => {
    switch (command.kind) {
      case "symtab":
        return [
          { name: "symbols", offset: command.symbolOffset, size: command.symbolCount * width },
          { name: "symbol names", offset: command.stringOffset, size: command.stringSize },
        ];
      case "dysymtab":
        return [{ name: "indirect symbols", offset: command.indirectOffset, size: command.indirectCount * 4 }];
      case "linkedit":
        return [
          {
            name: LINKEDIT_NAMES[command.command] ?? "linkedit data",
            offset: command.dataOffset,
            size: command.dataSize,
          },
        ];
      default:
        return [];
    }
  });
  const sections = file.sections
    .filter((section) => !ZEROFILL.has(section.flags & 0xff))
    .map(({ name, segment, offset, size }) => ({ name: `${segment},${name}`, offset, size: Number(size) }));
  return [...sections, ...linkEdit];
}

const LINKEDIT_NAMES: Readonly<Record<number, string>> = {
  0x1d: "signature",
  0x26: "function starts",
  0x29: "data in code",
  0x80000033: "exports",
  0x80000034: "fixups",
};
