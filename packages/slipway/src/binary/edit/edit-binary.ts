import { EditError } from "../edit-error.ts";
import { editElf } from "../elf/edit-elf.ts";
import type { ElfEdit } from "../elf/edit-elf.ts";
import { joinFat } from "../fat/join-fat.ts";
import { editMacho } from "../macho/edit-macho.ts";
import type { MachoEdit } from "../macho/edit-macho.ts";
import type { FatFile } from "../macho/fat-file.ts";
import { MachoFile } from "../macho/macho-file.ts";
import { signAdHoc } from "../macho/sign-ad-hoc.ts";
import type { Sha256 } from "../macho/sign-ad-hoc.ts";
import { addResources } from "../pe/write-resources.ts";
import type { NewResource } from "../pe/write-resources.ts";
import { withPeChecksum } from "../pe/pe-checksum.ts";
import { PeFile } from "../pe/pe-file.ts";
import { readBinary } from "../read-binary.ts";

/** One change of a linked program. Each has the formats that know it; others refuse it by name. */
export type BinaryEdit =
  | MachoEdit
  | ElfEdit
  | { readonly kind: "sign"; readonly identifier?: string }
  | { readonly kind: "set-checksum" }
  | { readonly kind: "add-resources"; readonly resources: readonly NewResource[] };

export interface EditResult {
  readonly bytes: Uint8Array;
  /** Each change in words, in order. */
  readonly changes: readonly string[];
}

export interface EditOptions {
  /** What a new signature calls the program, where the old one says nothing. */
  readonly identifier?: string;
  readonly sha256?: Sha256;
}

/**
 * Applies edits to a program and keeps it valid: signatures, checksums and the slices of a universal file follow.
 *
 * @throws EditError when an edit cannot be made; nothing is changed then
 * @throws FormatError when the bytes are no program
 */
export function editBinary(bytes: Uint8Array, edits: readonly BinaryEdit[], options: EditOptions = {}): EditResult {
  const binary = readBinary(bytes);
  switch (binary.format) {
    case "macho":
      return editThin(bytes, edits, options);
    case "macho-fat":
      return editSlices(binary, edits, options);
    case "elf":
      return editElf(bytes, edits.filter(isElfEdit(edits)));
    case "pe":
      return editPe(bytes, edits);
    default:
      throw new EditError("unsupported", `Cannot edit a file of the format ${binary.format}`);
  }
}

const MACHO_KINDS: ReadonlySet<BinaryEdit["kind"]> = new Set([
  "add-rpath",
  "delete-rpath",
  "change-rpath",
  "set-install-name",
  "change-library",
  "add-library",
  "delete-library",
]);

function isMachoEdit(edit: BinaryEdit): edit is MachoEdit {
  return MACHO_KINDS.has(edit.kind);
}

/** Narrows, and refuses what another format is asked for. */
function isElfEdit(edits: readonly BinaryEdit[]): (edit: BinaryEdit) => edit is ElfEdit {
  const known = (edit: BinaryEdit): edit is ElfEdit => edit.kind === "set-interpreter" || edit.kind === "set-runpath";
  const foreign = edits.find((edit) => !known(edit));
  if (foreign !== undefined) throw refused(foreign, "an ELF file", "only its loader and run path can be made shorter");
  return known;
}

function refused(edit: BinaryEdit, what: string, why: string): EditError {
  return new EditError("unsupported", `Cannot ${edit.kind.replaceAll("-", " ")} in ${what}: ${why}`);
}

function editThin(bytes: Uint8Array, edits: readonly BinaryEdit[], options: EditOptions): EditResult {
  let now = bytes;
  const changes: string[] = [];
  for (const edit of edits) {
    if (edit.kind === "sign") {
      const signed = signThin(now, edit.identifier, options);
      now = signed.bytes;
      changes.push(...signed.changes);
    } else if (isMachoEdit(edit)) {
      const result = editMacho(now, [edit], options.sha256 === undefined ? {} : { sha256: options.sha256 });
      now = result.bytes;
      changes.push(...result.changes);
    } else throw refused(edit, "a Mach-O file", "it is an edit of another format");
  }
  return { bytes: now, changes };
}

function signThin(bytes: Uint8Array, identifier: string | undefined, options: EditOptions): EditResult {
  const { signature } = new MachoFile(bytes);
  if (signature !== undefined && !signature.adHoc) {
    throw new EditError("unsupported", "Cannot sign ad hoc what an identity has signed: that signature would be lost");
  }
  const name = identifier ?? signature?.directories[0]?.identifier ?? options.identifier ?? "a.out";
  const style = signature?.linkerSigned === true && identifier === undefined ? "linker" : "codesign";
  const signed = signAdHoc(bytes, {
    identifier: name,
    style,
    ...(options.sha256 === undefined ? {} : { sha256: options.sha256 }),
  });
  const same = signed.length === bytes.length && signed.every((byte, at) => byte === bytes[at]);
  const how = signature === undefined ? "added" : same ? "is right already" : "written again";
  return { bytes: signed, changes: [`ad-hoc signature of "${name}" ${how}`] };
}

function editSlices(file: FatFile, edits: readonly BinaryEdit[], options: EditOptions): EditResult {
  const results = file.slices.map((slice) => editThin(slice.bytes, edits, options));
  const changes = results.flatMap((result) => result.changes);
  return { bytes: joinFat(results.map((result) => result.bytes)), changes: [...new Set(changes)] };
}

function editPe(bytes: Uint8Array, edits: readonly BinaryEdit[]): EditResult {
  let now = bytes;
  const changes: string[] = [];
  for (const edit of edits) {
    if (edit.kind === "set-checksum") {
      const before = new PeFile(now).optional?.checksum ?? 0;
      now = withPeChecksum(now);
      changes.push(`checksum 0x${before.toString(16)} changed to 0x${new PeFile(now).optional?.checksum.toString(16)}`);
    } else if (edit.kind === "add-resources") {
      now = addResources(now, edit.resources);
      changes.push(`${edit.resources.length} resources added, ${now.length - bytes.length} bytes`);
    } else throw refused(edit, "a Windows program", "only resources and the checksum can be changed");
  }
  return { bytes: now, changes };
}
