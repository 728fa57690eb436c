import { compareSizes } from "../../binary/size/compare-sizes.ts";
import type { SizeComparison } from "../../binary/size/compare-sizes.ts";
import { sizedPrograms } from "../../binary/size/sized-programs.ts";
import { SlipwayError } from "../../errors.ts";
import { writeFileAtomic } from "../../platform/file/files.ts";
import { resolve } from "../../platform/path.ts";
import { sizePage } from "../../report/inspect/size-page.ts";
import { inspectFiles, type InspectedFile } from "./inspect-files.ts";
import { outputFailure } from "../output-failure.ts";

/** What changed in one program of a file; `name` is empty for a file that is one program. */
export interface ChangedProgram {
  readonly name: string;
  readonly comparison: SizeComparison;
}

/** The sizes of two files, and what grew and shrank in each program that both have. */
export interface ComparedFiles {
  readonly before: InspectedFile;
  readonly after: InspectedFile;
  readonly programs: readonly ChangedProgram[];
}

/**
 * Compares where the bytes of two builds are.
 *
 * @throws SlipwayError `file-not-found`, `binary-unreadable`, or `usage` when the files have no program in common
 */
export async function compareFileSizes(dir: string, before: string, after: string): Promise<ComparedFiles> {
  const [old, young] = [await measureFile(dir, before), await measureFile(dir, after)];
  const olds = sizedPrograms(old);
  const youngs = sizedPrograms(young);
  const programs = youngs.flatMap(({ name, sizes }): ChangedProgram[] => {
    const other = olds.length === 1 && youngs.length === 1 ? olds[0] : olds.find((each) => each.name === name);
    return other === undefined ? [] : [{ name, comparison: compareSizes(other.sizes, sizes) }];
  });
  if (programs.length === 0) {
    throw new SlipwayError("usage", `Cannot compare "${before}" and "${after}": no program is in both`);
  }
  return { before: old, after: young, programs };
}

/** Where the page goes, and what the sizes are compared with. */
export interface SizePageOptions {
  readonly to: string;
  readonly since?: string;
}

/**
 * Writes the sizes of a file as a self-contained page.
 *
 * @throws SlipwayError as `compareFileSizes` does, and `output-not-written`
 */
export async function writeSizePage(dir: string, file: string, { to, since }: SizePageOptions): Promise<void> {
  const compared = since === undefined ? undefined : await compareFileSizes(dir, since, file);
  const inspected = compared?.after ?? (await measureFile(dir, file));
  const page = sizePage(inspected, compared && { since: compared.before.file, programs: compared.programs });
  const path = resolve(dir, to);
  await writeFileAtomic(path, page).catch((error: unknown) => {
    throw outputFailure(error, path);
  });
}

async function measureFile(dir: string, file: string): Promise<InspectedFile> {
  for await (const inspected of inspectFiles(dir, [file], { sizes: true })) return inspected;
  throw new SlipwayError("file-not-found", `There is no file "${file}"`);
}
