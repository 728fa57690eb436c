import type { Reader } from "../reader.ts";
import { LC, PLATFORM_NAMES } from "./macho-constants.ts";
import type { MachoHeader } from "./macho-header.ts";

/** A section of a segment. `offset` counts from the start of the slice. */
export interface MachoSection {
  readonly name: string;
  readonly segment: string;
  readonly address: bigint;
  readonly size: bigint;
  readonly offset: number;
  readonly align: number;
  readonly relocationOffset: number;
  readonly relocationCount: number;
  readonly flags: number;
}

/** Where every load command stands: `offset` counts from the start of the slice. */
interface CommandPlace {
  readonly command: number;
  readonly offset: number;
  readonly size: number;
}

export interface MachoSegment extends CommandPlace {
  readonly kind: "segment";
  readonly name: string;
  readonly address: bigint;
  readonly memorySize: bigint;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly maxProtection: number;
  readonly initialProtection: number;
  readonly flags: number;
  readonly sections: readonly MachoSection[];
}

export interface MachoSymtab extends CommandPlace {
  readonly kind: "symtab";
  readonly symbolOffset: number;
  readonly symbolCount: number;
  readonly stringOffset: number;
  readonly stringSize: number;
}

export interface MachoDysymtab extends CommandPlace {
  readonly kind: "dysymtab";
  readonly localIndex: number;
  readonly localCount: number;
  readonly externalIndex: number;
  readonly externalCount: number;
  readonly undefinedIndex: number;
  readonly undefinedCount: number;
  readonly indirectOffset: number;
  readonly indirectCount: number;
}

/** LC_LOAD_DYLIB and its weak, re-exported, upward and lazy forms, and LC_ID_DYLIB. Versions as `1.2.3`. */
export interface MachoDylib extends CommandPlace {
  readonly kind: "dylib";
  readonly use: "load" | "weak" | "reexport" | "upward" | "lazy" | "id";
  readonly path: string;
  readonly timestamp: number;
  readonly currentVersion: string;
  readonly compatibilityVersion: string;
}

export interface MachoPath extends CommandPlace {
  readonly kind: "rpath" | "dylinker";
  readonly path: string;
}

export interface MachoUuid extends CommandPlace {
  readonly kind: "uuid";
  /** Upper-case hex in the usual five groups. */
  readonly uuid: string;
}

/** LC_BUILD_VERSION, or an LC_VERSION_MIN command of older tools. Versions as `13.0` or `13.0.1`. */
export interface MachoBuildVersion extends CommandPlace {
  readonly kind: "build-version";
  readonly platform: string;
  readonly minimumOs: string;
  readonly sdk: string;
  readonly tools: readonly { readonly tool: number; readonly version: string }[];
}

/** LC_CODE_SIGNATURE, LC_FUNCTION_STARTS and the other commands that name a run of bytes in `__LINKEDIT`. */
export interface MachoLinkEdit extends CommandPlace {
  readonly kind: "linkedit";
  readonly dataOffset: number;
  readonly dataSize: number;
}

export interface MachoMain extends CommandPlace {
  readonly kind: "main";
  readonly entryOffset: number;
  readonly stackSize: bigint;
}

export interface MachoEncryption extends CommandPlace {
  readonly kind: "encryption";
  readonly cryptOffset: number;
  readonly cryptSize: number;
  readonly cryptId: number;
}

export interface MachoSourceVersion extends CommandPlace {
  readonly kind: "source-version";
  readonly version: string;
}

/** A command whose contents no one here asks for. */
export interface MachoOtherCommand extends CommandPlace {
  readonly kind: "other";
}

export type MachoCommand =
  | MachoSegment
  | MachoSymtab
  | MachoDysymtab
  | MachoDylib
  | MachoPath
  | MachoUuid
  | MachoBuildVersion
  | MachoLinkEdit
  | MachoMain
  | MachoEncryption
  | MachoSourceVersion
  | MachoOtherCommand;

const LINKEDIT = new Set<number>([
  LC.CODE_SIGNATURE,
  LC.SEGMENT_SPLIT_INFO,
  LC.FUNCTION_STARTS,
  LC.DATA_IN_CODE,
  LC.DYLD_EXPORTS_TRIE,
  LC.DYLD_CHAINED_FIXUPS,
  0x2b, // LC_DYLIB_CODE_SIGN_DRS
  0x2e, // LC_LINKER_OPTIMIZATION_HINT
]);

const DYLIB_USE = new Map<number, MachoDylib["use"]>([
  [LC.LOAD_DYLIB, "load"],
  [LC.LOAD_WEAK_DYLIB, "weak"],
  [LC.REEXPORT_DYLIB, "reexport"],
  [LC.LOAD_UPWARD_DYLIB, "upward"],
  [LC.LAZY_LOAD_DYLIB, "lazy"],
  [LC.ID_DYLIB, "id"],
]);

const VERSION_MIN = new Map<number, string>([
  [LC.VERSION_MIN_MACOSX, "macos"],
  [LC.VERSION_MIN_IPHONEOS, "ios"],
  [LC.VERSION_MIN_TVOS, "tvos"],
  [LC.VERSION_MIN_WATCHOS, "watchos"],
]);

/** Reads the load commands. @throws FormatError */
export function readMachoCommands(reader: Reader, header: MachoHeader): readonly MachoCommand[] {
  const part = reader.sub(header.size, header.commandsSize, "sizeofcmds");
  part.count(header.commandCount, 8, "ncmds");
  const commands: MachoCommand[] = [];
  for (let index = 0; index < header.commandCount; index++) {
    const start = part.position;
    const command = part.u32("cmd");
    const size = part.u32("cmdsize");
    if (size < 8) throw part.fault("cmdsize", `${size}`, "at least 8", start + 4);
    const body = part.sub(start, size, "cmdsize").seek(8, "cmd");
    commands.push(readCommand(body, { command, offset: header.size + start, size }));
    part.seek(start + size, "cmdsize");
  }
  return commands;
}

function readCommand(body: Reader, place: CommandPlace): MachoCommand {
  const { command } = place;
  const use = DYLIB_USE.get(command);
  if (use !== undefined) return readDylib(body, place, use);
  if (LINKEDIT.has(command)) {
    return { ...place, kind: "linkedit", dataOffset: body.u32("dataoff"), dataSize: body.u32("datasize") };
  }
  const platform = VERSION_MIN.get(command);
  if (platform !== undefined) {
    return {
      ...place,
      kind: "build-version",
      platform,
      minimumOs: shortVersion(body.u32("version")),
      sdk: shortVersion(body.u32("sdk")),
      tools: [],
    };
  }
  switch (command) {
    case LC.SEGMENT:
    case LC.SEGMENT_64:
      return readSegment(body, place);
    case LC.SYMTAB:
      return {
        ...place,
        kind: "symtab",
        symbolOffset: body.u32("symoff"),
        symbolCount: body.u32("nsyms"),
        stringOffset: body.u32("stroff"),
        stringSize: body.u32("strsize"),
      };
    case LC.DYSYMTAB:
      return {
        ...place,
        kind: "dysymtab",
        localIndex: body.u32("ilocalsym"),
        localCount: body.u32("nlocalsym"),
        externalIndex: body.u32("iextdefsym"),
        externalCount: body.u32("nextdefsym"),
        undefinedIndex: body.u32("iundefsym"),
        undefinedCount: body.u32("nundefsym"),
        indirectOffset: body.skip(24, "tocoff").u32("indirectsymoff"),
        indirectCount: body.u32("nindirectsyms"),
      };
    case LC.RPATH:
      return { ...place, kind: "rpath", path: readPath(body, "rpath path") };
    case LC.LOAD_DYLINKER:
    case LC.ID_DYLINKER:
      return { ...place, kind: "dylinker", path: readPath(body, "dylinker name") };
    case LC.UUID:
      return { ...place, kind: "uuid", uuid: formatUuid(body.take(16, "uuid")) };
    case LC.BUILD_VERSION:
      return readBuildVersion(body, place);
    case LC.MAIN:
      return { ...place, kind: "main", entryOffset: body.size64("entryoff"), stackSize: body.u64("stacksize") };
    case LC.ENCRYPTION_INFO:
    case LC.ENCRYPTION_INFO_64:
      return {
        ...place,
        kind: "encryption",
        cryptOffset: body.u32("cryptoff"),
        cryptSize: body.u32("cryptsize"),
        cryptId: body.u32("cryptid"),
      };
    case LC.SOURCE_VERSION:
      return { ...place, kind: "source-version", version: sourceVersion(body.u64("version")) };
    default:
      return { ...place, kind: "other" };
  }
}

function readSegment(body: Reader, place: CommandPlace): MachoSegment {
  const wide = place.command === LC.SEGMENT_64;
  const address = (field: string): bigint => (wide ? body.u64(field) : BigInt(body.u32(field)));
  const size = (field: string): number => (wide ? body.size64(field) : body.u32(field));
  const name = body.fixedText(16, "segname");
  const vmaddr = address("vmaddr");
  const memorySize = address("vmsize");
  const fileOffset = size("fileoff");
  const fileSize = size("filesize");
  const maxProtection = body.u32("maxprot");
  const initialProtection = body.u32("initprot");
  const sectionCount = body.u32("nsects");
  const flags = body.u32("flags");
  body.count(sectionCount, wide ? 80 : 68, "nsects");
  const sections = Array.from({ length: sectionCount }, (): MachoSection => {
    const sectionName = body.fixedText(16, "sectname");
    const segment = body.fixedText(16, "segname");
    const sectionAddress = address("addr");
    const sectionSize = address("size");
    const section = {
      name: sectionName,
      segment,
      address: sectionAddress,
      size: sectionSize,
      offset: body.u32("offset"),
      align: body.u32("align"),
      relocationOffset: body.u32("reloff"),
      relocationCount: body.u32("nreloc"),
      flags: body.u32("flags"),
    };
    body.skip(wide ? 12 : 8, "reserved");
    return section;
  });
  return {
    ...place,
    kind: "segment",
    name,
    address: vmaddr,
    memorySize,
    fileOffset,
    fileSize,
    maxProtection,
    initialProtection,
    flags,
    sections,
  };
}

function readDylib(body: Reader, place: CommandPlace, use: MachoDylib["use"]): MachoDylib {
  const nameOffset = body.u32("dylib name offset");
  const timestamp = body.u32("timestamp");
  const currentVersion = longVersion(body.u32("current_version"));
  const compatibilityVersion = longVersion(body.u32("compatibility_version"));
  return {
    ...place,
    kind: "dylib",
    use,
    path: textAt(body, nameOffset, "dylib name"),
    timestamp,
    currentVersion,
    compatibilityVersion,
  };
}

function readPath(body: Reader, field: string): string {
  return textAt(body, body.u32(`${field} offset`), field);
}

/** Text behind an `lc_str` offset: it ends at a NUL or with the command. */
function textAt(body: Reader, offset: number, field: string): string {
  body.seek(offset, field);
  return body.fixedText(body.remaining, field);
}

function readBuildVersion(body: Reader, place: CommandPlace): MachoBuildVersion {
  const platform = body.u32("platform");
  const minimumOs = shortVersion(body.u32("minos"));
  const sdk = shortVersion(body.u32("sdk"));
  const count = body.u32("ntools");
  body.count(count, 8, "ntools");
  const tools = Array.from({ length: count }, () => ({
    tool: body.u32("tool"),
    version: longVersion(body.u32("version")),
  }));
  return {
    ...place,
    kind: "build-version",
    platform: PLATFORM_NAMES[platform] ?? `platform ${platform}`,
    minimumOs,
    sdk,
    tools,
  };
}

/** `X.Y` or `X.Y.Z`, as people write OS versions, from nibbles xxxx.yy.zz. */
function shortVersion(value: number): string {
  const patch = value & 0xff;
  return `${value >>> 16}.${(value >>> 8) & 0xff}${patch === 0 ? "" : `.${patch}`}`;
}

function longVersion(value: number): string {
  return `${value >>> 16}.${(value >>> 8) & 0xff}.${value & 0xff}`;
}

/** A.B.C.D.E packed as 24.10.10.10.10 bits. */
function sourceVersion(value: bigint): string {
  const parts = [
    value >> 40n,
    (value >> 30n) & 0x3ffn,
    (value >> 20n) & 0x3ffn,
    (value >> 10n) & 0x3ffn,
    value & 0x3ffn,
  ];
  while (parts.length > 2 && parts.at(-1) === 0n) parts.pop();
  return parts.join(".");
}

function formatUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
