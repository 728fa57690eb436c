import { changedRanges } from "../binary/edit/changed-ranges.ts";
import type { ChangedRange } from "../binary/edit/changed-ranges.ts";
import { editBinary } from "../binary/edit/edit-binary.ts";
import type { BinaryEdit } from "../binary/edit/edit-binary.ts";
import { EditError } from "../binary/edit-error.ts";
import { extractSlice, joinFat } from "../binary/fat/join-fat.ts";
import { FormatError } from "../binary/format-error.ts";
import { inspectBinary } from "../binary/inspect/inspect-binary.ts";
import { SlipwayError } from "../errors.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { writeFileAtomic } from "../platform/file/files.ts";
import { realPath } from "../platform/file/walk.ts";
import { sha256Bytes } from "../platform/hash.ts";
import { basename, resolve } from "../platform/path.ts";
import { readNamedBytes } from "./named-bytes.ts";
import { outputFailure } from "./output-failure.ts";

/** What an edit does, or with `dryRun` would do. */
export interface EditedFile {
  readonly file: string;
  /** Where the result is; absent in a dry run and when nothing changed. */
  readonly written?: string;
  /** Each change in words. */
  readonly changes: readonly string[];
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly ranges: readonly ChangedRange[];
}

export interface EditFileOptions {
  /** Another file for the result; default the file itself. */
  readonly output?: string;
  /** Only tell what would change. */
  readonly dryRun?: boolean;
}

/**
 * Edits a program on disk. The file is replaced in one step or not at all, and keeps its mode.
 *
 * @throws SlipwayError `file-not-found`, `binary-unreadable`, or `edit-refused` with the reason
 * @example
 * await editFile(".", "dist/hello", [{ kind: "add-rpath", path: "@executable_path" }], { dryRun: true });
 */
export async function editFile(
  dir: string,
  file: string,
  edits: readonly BinaryEdit[],
  options: EditFileOptions = {},
): Promise<EditedFile> {
  const before = await readNamedBytes(dir, file);
  const { bytes, changes } = guarded(file, () =>
    editBinary(before, edits, { identifier: basename(file), sha256: sha256Bytes }),
  );
  return finish({ dir, file, before, bytes, changes }, options);
}

/**
 * Takes the program for one processor out of a universal file.
 *
 * @throws SlipwayError as `editFile` does
 */
export async function extractFromFile(
  dir: string,
  file: string,
  arch: string,
  options: EditFileOptions,
): Promise<EditedFile> {
  const before = await readNamedBytes(dir, file);
  const bytes = guarded(file, () => extractSlice(before, arch));
  return finish({ dir, file, before, bytes, changes: [`program for ${arch} taken out`] }, options);
}

/**
 * Joins programs for one processor each to a universal file.
 *
 * @throws SlipwayError as `editFile` does
 */
export async function joinFiles(
  dir: string,
  files: readonly string[],
  options: EditFileOptions & { readonly output: string },
): Promise<EditedFile> {
  const programs = await Promise.all(files.map((file) => readNamedBytes(dir, file)));
  const names = files.join(", ");
  const bytes = guarded(names, () => joinFat(programs));
  const [first = ""] = files;
  const changes = [`${names} joined`];
  return finish({ dir, file: first, before: new Uint8Array(0), bytes, changes }, options);
}

/** Runs an edit and gives its refusal our shape. */
function guarded<T>(file: string, edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    if (error instanceof EditError) {
      throw new SlipwayError("edit-refused", error.message, { actual: file, cause: error });
    }
    if (!(error instanceof FormatError)) throw error;
    throw new SlipwayError("binary-unreadable", `Cannot read "${file}" as a program`, {
      expected: error.expected,
      actual: `${error.found} (${error.field} at offset 0x${error.offset.toString(16)})`,
    });
  }
}

interface Result {
  readonly dir: string;
  readonly file: string;
  readonly before: Uint8Array;
  readonly bytes: Uint8Array;
  readonly changes: readonly string[];
}

async function finish(result: Result, options: EditFileOptions): Promise<EditedFile> {
  const { dir, file, before, bytes, changes } = result;
  const ranges = before.length === 0 ? [] : changedRanges(before, bytes, inspectBinary(bytes));
  const told = { file, changes, sizeBefore: before.length, sizeAfter: bytes.length, ranges };
  const target = options.output ?? file;
  const isSame = target === file && ranges.length === 0 && before.length === bytes.length;
  if (options.dryRun === true || isSame) return told;
  const source = resolve(dir, file);
  // A link stays a link: what it points to is edited.
  const real = realPath(source) ?? source;
  const mode = (await fileHead(real))?.mode ?? 0o755;
  try {
    await writeFileAtomic(options.output === undefined ? real : resolve(dir, options.output), bytes, { mode });
  } catch (error) {
    throw outputFailure(error, target);
  }
  return { ...told, written: target };
}
