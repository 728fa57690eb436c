import { editBinary } from "../../binary/edit/edit-binary.ts";
import type { BinaryEdit, EditOptions, EditResult } from "../../binary/edit/edit-binary.ts";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import type { Inspection } from "../../binary/inspect/inspection.ts";
import { SlipwayError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";

/** A library that a program may load, with templates filled in. */
export interface GovernedLibrary extends JsonObject {
  readonly name: string;
  /** From the project's folder; `""` when only the name is governed. */
  readonly from: string;
  readonly copy: boolean;
  /** The path by which the program must ask, on ELF the run path; `""` for any. */
  readonly path: string;
  readonly rewrite: boolean;
}

export interface DylibParams extends JsonObject {
  readonly libraries: readonly GovernedLibrary[];
  readonly os: string;
}

/**
 * Holds a program to the paths by which it must ask for libraries, and rewrites it where that was asked for. A program that
 * does not load one of them is left alone.
 *
 * @throws SlipwayError `dylib-misplaced` for a path that is another and may not be rewritten
 * @throws EditError when it may and cannot
 */
export function governProgram(bytes: Uint8Array, { libraries }: DylibParams, options: EditOptions): EditResult {
  const inspection = inspectBinary(bytes);
  const edits = libraries.flatMap((library) => editsFor(library, inspection));
  const distinct = edits.filter((edit, index) => edits.findIndex((other) => same(edit, other)) === index);
  return distinct.length === 0 ? { bytes, changes: [] } : editBinary(bytes, distinct, options);
}

function same(a: BinaryEdit, b: BinaryEdit): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function editsFor(library: GovernedLibrary, inspection: Inspection): readonly BinaryEdit[] {
  const asked = inspection.libraries.map(({ name }) => name).find((name) => name.replace(/^.*\//, "") === library.name);
  if (asked === undefined || library.path === "") return [];
  if (inspection.format === "macho") {
    if (asked === library.path) return [];
    if (!library.rewrite) throw misplaced(library, asked);
    return [{ kind: "change-library", from: asked, to: library.path }];
  }
  if (inspection.format !== "elf") return [];
  const { runpath, rpath } = inspection.details;
  const now = typeof runpath === "string" ? runpath : typeof rpath === "string" ? rpath : "";
  if (now.split(":").includes(library.path)) return [];
  if (!library.rewrite) throw misplaced(library, now === "" ? "no run path" : `the run path ${now}`);
  return [{ kind: "set-runpath", path: library.path }];
}

function misplaced(library: GovernedLibrary, actual: string): SlipwayError {
  return new SlipwayError(
    "dylib-misplaced",
    `The program looks for ${library.name} in another place than dylibs says`,
    {
      expected: library.path,
      actual,
      hint: "rewrite: true in the entry of dylibs changes the program, or link with the right path in CGO_LDFLAGS",
    },
  );
}

/** A copy beside the program: on macOS it calls itself by the path that the program asks for. */
export function governLibrary(
  bytes: Uint8Array,
  library: GovernedLibrary,
  os: string,
  options: EditOptions,
): Uint8Array {
  if (os !== "darwin" || library.path === "") return bytes;
  if (inspectBinary(bytes).details["installName"] === library.path) return bytes;
  return editBinary(bytes, [{ kind: "set-install-name", path: library.path }], options).bytes;
}
