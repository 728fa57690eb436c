import { EditError } from "../edit-error.ts";
import { DT, PT } from "./elf-constants.ts";
import { dynamicValue } from "./elf-dynamic.ts";
import { ElfFile } from "./elf-file.ts";

/** One change of what a program asks the loader for. Text can only become shorter: nothing in the file moves. */
export type ElfEdit =
  | { readonly kind: "set-interpreter"; readonly path: string }
  /** Changes DT_RUNPATH or DT_RPATH, whichever there is; empty text searches nothing more. */
  | { readonly kind: "set-runpath"; readonly path: string };

export interface ElfEditResult {
  readonly bytes: Uint8Array;
  readonly changes: readonly string[];
}

/**
 * Rewrites loader or run path of an ELF program in place.
 *
 * @throws EditError when the new text is longer, when there is none to change, or when other names share its bytes
 * @throws FormatError when the bytes are no ELF file
 */
export function editElf(bytes: Uint8Array, edits: readonly ElfEdit[]): ElfEditResult {
  let copy: Uint8Array = bytes.slice();
  const changes: string[] = [];
  for (const edit of edits) {
    const file = new ElfFile(copy);
    copy =
      edit.kind === "set-interpreter" ? setInterpreter(file, edit.path, changes) : setRunPath(file, edit.path, changes);
  }
  return { bytes: copy, changes };
}

function setInterpreter(file: ElfFile, path: string, changes: string[]): Uint8Array {
  const segment = file.segments.find((each) => each.type === PT.INTERP);
  const old = file.interpreter;
  if (segment === undefined || old === undefined) {
    throw new EditError("not-found", "Cannot set the loader: the program is static and has none");
  }
  changes.push(`loader "${old}" changed to "${path}"`);
  return withText(file, segment.offset, segment.fileSize - 1, path, "loader");
}

function setRunPath(file: ElfFile, path: string, changes: string[]): Uint8Array {
  const entries = file.dynamic?.entries ?? [];
  const tag = dynamicValue(entries, DT.RUNPATH) === undefined ? DT.RPATH : DT.RUNPATH;
  const name = dynamicValue(entries, tag);
  const table = dynamicValue(entries, DT.STRTAB);
  const old = tag === DT.RUNPATH ? file.dynamic?.runpath : file.dynamic?.rpath;
  const start = table === undefined ? undefined : file.addressSpace.offsetOf(table);
  if (name === undefined || old === undefined || start === undefined) {
    throw new EditError(
      "not-found",
      "Cannot set the run path: the program has none; link with -r PATH (or -Wl,-rpath,PATH)",
    );
  }
  const length = new TextEncoder().encode(old).length;
  if (isShared(file, Number(name), length, tag)) {
    throw new EditError(
      "unsupported",
      `Cannot change the run path "${old}": other names of the program share its bytes`,
    );
  }
  changes.push(`run path "${old}" changed to "${path}"`);
  return withText(file, start + Number(name), length, path, "run path");
}

/** Linkers let a name be the end of another one; changing either would change both. */
function isShared(file: ElfFile, start: number, length: number, own: number): boolean {
  const within = (offset: number): boolean => offset >= start && offset <= start + length;
  const named = new Set<number>([DT.NEEDED, DT.SONAME, DT.RPATH, DT.RUNPATH]);
  const entries = file.dynamic?.entries ?? [];
  if (entries.some((entry) => named.has(entry.tag) && entry.tag !== own && within(Number(entry.value)))) return true;
  const old = (own === DT.RUNPATH ? file.dynamic?.runpath : file.dynamic?.rpath) ?? "";
  const symbols = [
    ...file.dynamicSymbols.map((symbol) => symbol.name),
    ...file.versionNeeds.flatMap((need) => need.versions.map((each) => each.name)),
  ];
  // A symbol that is an ending of the path may stand inside it; no symbol of a real program is.
  return symbols.some((symbol) => symbol !== "" && old.endsWith(symbol));
}

function withText(file: ElfFile, offset: number, room: number, text: string, what: string): Uint8Array {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length > room) {
    throw new EditError(
      "no-room",
      `Cannot set the ${what} to "${text}": it has room for ${room} bytes, ${encoded.length} are needed`,
    );
  }
  const copy = file.bytes.slice();
  copy.fill(0, offset, offset + room);
  copy.set(encoded, offset);
  return copy;
}
