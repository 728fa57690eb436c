import { AddressSpace } from "../address-space.ts";
import type { Region } from "../address-space.ts";
import type { Reader } from "../reader.ts";
import { readCodeSignature } from "./code-signature.ts";
import type { CodeSignature } from "./code-signature.ts";
import { readMachoCommands } from "./macho-commands.ts";
import type {
  MachoBuildVersion,
  MachoCommand,
  MachoDylib,
  MachoPath,
  MachoSection,
  MachoSegment,
} from "./macho-commands.ts";
import { LC, ZEROFILL } from "./macho-constants.ts";
import { openMacho, readMachoHeader } from "./macho-header.ts";
import type { MachoHeader } from "./macho-header.ts";
import { exportsOf, importsOf, isImport, readMachoSymbols } from "./macho-symbols.ts";
import type { MachoImport, MachoSymbol, MachoWanted } from "./macho-symbols.ts";

/** Picks the commands of one kind, typed. */
function ofKind<K extends MachoCommand["kind"]>(
  commands: readonly MachoCommand[],
  kind: K,
): readonly Extract<MachoCommand, { kind: K }>[] {
  return commands.filter((command): command is Extract<MachoCommand, { kind: K }> => command.kind === kind);
}

/**
 * A thin Mach-O file, or one slice of a fat one: `origin` is then where it starts in the whole.
 *
 * Load commands are read at once, symbols and the signature when asked for. Any getter may throw a `FormatError`.
 */
export class MachoFile {
  readonly format = "macho";
  readonly bytes: Uint8Array;
  readonly origin: number;
  readonly header: MachoHeader;
  readonly commands: readonly MachoCommand[];
  readonly #reader: Reader;
  #symbols: readonly MachoSymbol[] | undefined;
  #signature: CodeSignature | null | undefined;
  #addressSpace: AddressSpace | undefined;

  constructor(bytes: Uint8Array, origin = 0) {
    this.bytes = bytes;
    this.origin = origin;
    this.#reader = openMacho(bytes, origin);
    this.header = readMachoHeader(this.#reader);
    this.commands = readMachoCommands(this.#reader, this.header);
  }

  get segments(): readonly MachoSegment[] {
    return ofKind(this.commands, "segment");
  }

  get sections(): readonly MachoSection[] {
    return this.segments.flatMap((segment) => segment.sections);
  }

  section(name: string): MachoSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  sectionBytes(section: MachoSection): Uint8Array {
    if (ZEROFILL.has(section.flags & 0xff)) return new Uint8Array(0);
    return this.#reader.slice(section.offset, Number(section.size), `section ${section.name}`);
  }

  /** The libraries that are loaded with the program, in ordinal order (the first is 1). */
  get libraries(): readonly MachoDylib[] {
    return ofKind(this.commands, "dylib").filter((command) => command.use !== "id");
  }

  /** The library's own install name. */
  get installName(): string | undefined {
    return ofKind(this.commands, "dylib").find((command) => command.use === "id")?.path;
  }

  get rpaths(): readonly string[] {
    return this.commands.flatMap((command) => (command.kind === "rpath" ? [command.path] : []));
  }

  get dylinker(): string | undefined {
    return this.commands.find((command): command is MachoPath => command.kind === "dylinker")?.path;
  }

  get uuid(): string | undefined {
    return this.commands.find((command) => command.kind === "uuid")?.uuid;
  }

  /** Platforms with minimum OS and SDK; zippered files have two. */
  get buildVersions(): readonly MachoBuildVersion[] {
    return ofKind(this.commands, "build-version");
  }

  get symbols(): readonly MachoSymbol[] {
    if (this.#symbols === undefined) {
      const table = this.commands.find((command) => command.kind === "symtab");
      this.#symbols = table === undefined ? [] : readMachoSymbols(this.#reader, table);
    }
    return this.#symbols;
  }

  /** The symbols that pass a check, without reading the others. */
  symbolsWhere(wanted: MachoWanted): readonly MachoSymbol[] {
    const table = this.commands.find((command) => command.kind === "symtab");
    return table === undefined ? [] : readMachoSymbols(this.#reader, table, wanted);
  }

  get imports(): readonly MachoImport[] {
    return importsOf(this.#symbols ?? this.symbolsWhere({ type: isImport }));
  }

  get exports(): readonly MachoSymbol[] {
    return exportsOf(this.symbols);
  }

  get signature(): CodeSignature | undefined {
    if (this.#signature === undefined) {
      const command = ofKind(this.commands, "linkedit").find((each) => each.command === LC.CODE_SIGNATURE);
      this.#signature =
        command === undefined
          ? null
          : readCodeSignature(
              this.#reader.slice(command.dataOffset, command.dataSize, "LC_CODE_SIGNATURE"),
              this.origin + command.dataOffset,
            );
    }
    return this.#signature ?? undefined;
  }

  /** The segments as mapped before sliding. */
  get addressSpace(): AddressSpace {
    this.#addressSpace ??= new AddressSpace(
      this.segments.filter((segment) => segment.fileSize > 0).map((segment) => this.#region(segment)),
      { littleEndian: this.header.littleEndian, pointerSize: this.header.bits === 64 ? 8 : 4 },
    );
    return this.#addressSpace;
  }

  #region(segment: MachoSegment): Region {
    return {
      name: segment.name,
      address: segment.address,
      offset: segment.fileOffset,
      bytes: this.#reader.slice(segment.fileOffset, segment.fileSize, "filesize"),
      writable: (segment.initialProtection & 2) !== 0,
      executable: (segment.initialProtection & 4) !== 0,
    };
  }
}
