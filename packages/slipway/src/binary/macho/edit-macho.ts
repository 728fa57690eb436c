import { EditError } from "../edit-error.ts";
import { Writer } from "../writer.ts";
import type { MachoCommand } from "./macho-commands.ts";
import { boundSymbols } from "./bound-symbols.ts";
import { LC } from "./macho-constants.ts";
import { MachoFile } from "./macho-file.ts";
import { commandRoom, signAdHoc } from "./sign-ad-hoc.ts";
import type { Sha256 } from "./sign-ad-hoc.ts";

/** One change of what a program asks the dynamic loader for. */
export type MachoEdit =
  | { readonly kind: "add-rpath"; readonly path: string }
  | { readonly kind: "delete-rpath"; readonly path: string }
  | { readonly kind: "change-rpath"; readonly from: string; readonly to: string }
  | { readonly kind: "set-install-name"; readonly path: string }
  | { readonly kind: "change-library"; readonly from: string; readonly to: string }
  | { readonly kind: "add-library"; readonly path: string }
  | { readonly kind: "delete-library"; readonly path: string };

/** The edited bytes, and each change in words. */
export interface MachoEditResult {
  readonly bytes: Uint8Array;
  readonly changes: readonly string[];
}

export interface MachoEditOptions {
  /** What a new signature calls the program; by default what the old one did. */
  readonly identifier?: string;
  readonly sha256?: Sha256;
}

/**
 * Applies edits to a thin Mach-O file, in order, and signs it again ad hoc when it was signed: a system refuses a program
 * whose pages are not those that were signed. An unsigned file stays unsigned.
 *
 * Load commands only have the room up to the first section; a longer path that does not fit is refused, and so is
 * a signature by an identity, which must be made again by its owner.
 *
 * @throws EditError when an edit cannot be made
 * @throws FormatError when the bytes are no Mach-O file
 */
export function editMacho(
  bytes: Uint8Array,
  edits: readonly MachoEdit[],
  options: MachoEditOptions = {},
): MachoEditResult {
  const file = new MachoFile(bytes);
  const signature = file.signature;
  if (signature !== undefined && !signature.adHoc) {
    throw new EditError("unsupported", "Cannot edit a program that is signed by an identity: edit first, then sign");
  }
  let commands: RawCommand[] = file.commands.map((command) => ({
    command,
    bytes: bytes.slice(command.offset, command.offset + command.size),
  }));
  const changes: string[] = [];
  for (const edit of edits) commands = applyEdit(file, commands, edit, changes);
  const size = commands.reduce((sum, each) => sum + each.bytes.length, 0);
  const room = commandRoom(file);
  if (size > room) {
    throw new EditError(
      "no-room",
      `Cannot lengthen the load commands to ${size} bytes: the header has room for ${room}; link with -headerpad_max_install_names`,
    );
  }
  const copy = bytes.slice();
  const { header } = file;
  copy.fill(0, header.size, header.size + Math.max(size, header.commandsSize));
  let at = header.size;
  for (const each of commands) {
    copy.set(each.bytes, at);
    at += each.bytes.length;
  }
  new Writer(copy, { littleEndian: header.littleEndian }).u32(16, commands.length).u32(20, size);
  if (signature === undefined) return { bytes: copy, changes };
  const signed = signAdHoc(copy, {
    identifier: options.identifier ?? signature.directories[0]?.identifier ?? "a.out",
    style: signature.linkerSigned ? "linker" : "codesign",
    ...(options.sha256 === undefined ? {} : { sha256: options.sha256 }),
  });
  return { bytes: signed, changes };
}

interface RawCommand {
  readonly command: MachoCommand | undefined;
  readonly bytes: Uint8Array;
}

function applyEdit(file: MachoFile, commands: RawCommand[], edit: MachoEdit, changes: string[]): RawCommand[] {
  const rpaths = commands.flatMap((each) => (each.command?.command === LC.RPATH ? [pathOf(file, each, 8)] : []));
  const matching =
    (path: string): ((each: RawCommand) => boolean) =>
    (each) =>
      each.command?.command === LC.RPATH && pathOf(file, each, 8) === path;
  switch (edit.kind) {
    case "add-rpath":
      if (rpaths.includes(edit.path))
        throw new EditError("duplicate", `Cannot add the rpath "${edit.path}": it is there already`);
      changes.push(`rpath "${edit.path}" added`);
      return [...commands, withKind(commands, rpathCommand(file, edit.path), LC.RPATH)];
    case "delete-rpath":
      if (!rpaths.includes(edit.path)) throw notFound("rpath", edit.path, rpaths);
      changes.push(`rpath "${edit.path}" deleted`);
      return commands.filter((each) => !matching(edit.path)(each));
    case "change-rpath":
      if (!rpaths.includes(edit.from)) throw notFound("rpath", edit.from, rpaths);
      if (rpaths.includes(edit.to))
        throw new EditError("duplicate", `Cannot add the rpath "${edit.to}": it is there already`);
      changes.push(`rpath "${edit.from}" changed to "${edit.to}"`);
      return commands.map((each) =>
        matching(edit.from)(each) ? { command: each.command, bytes: rpathCommand(file, edit.to) } : each,
      );
    case "set-install-name": {
      const own = commands.find((each) => each.command?.command === LC.ID_DYLIB);
      if (own === undefined)
        throw new EditError("not-found", "Cannot set the install name: the file is no library (it has no LC_ID_DYLIB)");
      changes.push(`install name "${pathOf(file, own, 8)}" changed to "${edit.path}"`);
      return commands.map((each) =>
        each === own ? { command: each.command, bytes: withPath(file, each, edit.path) } : each,
      );
    }
    case "change-library": {
      const isIt = (each: RawCommand): boolean => isLibrary(each) && pathOf(file, each, 8) === edit.from;
      if (!commands.some(isIt))
        throw notFound(
          "library",
          edit.from,
          commands.filter(isLibrary).map((each) => pathOf(file, each, 8)),
        );
      changes.push(`library "${edit.from}" changed to "${edit.to}"`);
      return commands.map((each) =>
        isIt(each) ? { command: each.command, bytes: withPath(file, each, edit.to) } : each,
      );
    }
    case "add-library": {
      if (commands.some((each) => isLibrary(each) && pathOf(file, each, 8) === edit.path)) {
        throw new EditError("duplicate", `Cannot add the library "${edit.path}": it is there already`);
      }
      changes.push(`library "${edit.path}" added`);
      // Symbols name libraries by ordinal, so that a new one may only come after the others.
      return [...commands, withKind(commands, dylibCommand(file, edit.path), LC.LOAD_DYLIB)];
    }
    case "delete-library": {
      const libraries = commands.filter(isLibrary);
      const ordinal = libraries.findIndex((each) => pathOf(file, each, 8) === edit.path) + 1;
      if (ordinal === 0) {
        throw notFound(
          "library",
          edit.path,
          libraries.map((each) => pathOf(file, each, 8)),
        );
      }
      refuseBound(file, ordinal, edit.path);
      changes.push(`library "${edit.path}" deleted`);
      return commands.filter((each) => each !== libraries[ordinal - 1]);
    }
    default:
      throw new Error(`Internal error: unexpected edit ${JSON.stringify(edit)}`);
  }
}

/** Symbols name their libraries by number, in the symbol table and to dyld; 0 and `0xfd` and up are none in particular. */
function refuseBound(file: MachoFile, ordinal: number, path: string): void {
  const all = [...file.imports.filter(({ library }) => library < 0xfd), ...boundSymbols(file)];
  // Both tables name most symbols.
  const bound = [...new Map(all.map((each) => [`${each.library} ${each.name}`, each])).values()].filter(
    ({ library }) => library >= ordinal,
  );
  const own = bound.filter(({ library }) => library === ordinal).map(({ name }) => name);
  if (own.length > 0) {
    const shown = own.slice(0, 3).join(", ");
    throw new EditError(
      "unsupported",
      `Cannot delete the library "${path}": ${own.length} symbols come from it (${shown}${own.length > 3 ? " ..." : ""})`,
    );
  }
  if (bound.length > 0) {
    throw new EditError(
      "unsupported",
      `Cannot delete the library "${path}": symbols of libraries behind it are numbered by its place; link without it`,
    );
  }
}

function notFound(what: string, path: string, known: readonly string[]): EditError {
  return new EditError(
    "not-found",
    `Cannot find the ${what} "${path}": the file has ${known.length === 0 ? "none" : known.map((each) => `"${each}"`).join(", ")}`,
  );
}

/** Marks bytes made here, so that a later edit in the same run finds them. */
function withKind(commands: readonly RawCommand[], bytes: Uint8Array, command: number): RawCommand {
  const last = commands.at(-1)?.command;
  return {
    command: { kind: "other", command, offset: last === undefined ? 0 : last.offset + last.size, size: bytes.length },
    bytes,
  };
}

function isLibrary(each: RawCommand): boolean {
  const code = each.command?.command;
  return (
    code === LC.LOAD_DYLIB ||
    code === LC.LOAD_WEAK_DYLIB ||
    code === LC.REEXPORT_DYLIB ||
    code === LC.LOAD_UPWARD_DYLIB ||
    code === LC.LAZY_LOAD_DYLIB
  );
}

/** The text that the `lc_str` at `field` points to. */
function pathOf(file: MachoFile, { bytes }: RawCommand, field: number): string {
  const start = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    field,
    file.header.littleEndian,
  );
  const text = bytes.subarray(start);
  const end = text.indexOf(0);
  return new TextDecoder().decode(end < 0 ? text : text.subarray(0, end));
}

/** The same command with another path: its fixed part stays. */
function withPath(file: MachoFile, { bytes }: RawCommand, path: string): Uint8Array {
  const little = file.header.littleEndian;
  const start = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, little);
  return commandWithText(file, bytes.subarray(0, start), path);
}

function rpathCommand(file: MachoFile, path: string): Uint8Array {
  const head = new Uint8Array(12);
  new Writer(head, { littleEndian: file.header.littleEndian }).u32(0, LC.RPATH).u32(8, 12);
  return commandWithText(file, head, path);
}

function dylibCommand(file: MachoFile, path: string): Uint8Array {
  const head = new Uint8Array(24);
  new Writer(head, { littleEndian: file.header.littleEndian })
    .u32(0, LC.LOAD_DYLIB)
    .u32(8, 24)
    .u32(12, 2)
    .u32(16, 0x10000)
    .u32(20, 0x10000);
  return commandWithText(file, head, path);
}

/** Commands are padded with zeros to the width of a pointer. */
function commandWithText(file: MachoFile, head: Uint8Array, path: string): Uint8Array {
  const text = new TextEncoder().encode(path);
  const unit = file.header.bits === 64 ? 8 : 4;
  const size = Math.ceil((head.length + text.length + 1) / unit) * unit;
  const bytes = new Uint8Array(size);
  bytes.set(head);
  bytes.set(text, head.length);
  new Writer(bytes, { littleEndian: file.header.littleEndian }).u32(4, size);
  return bytes;
}
