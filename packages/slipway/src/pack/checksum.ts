import { SlipwayError } from "../errors.ts";
import type { Discovery, Kind, RunContext, RunResult } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { fileDigest } from "../platform/file/file-digest.ts";
import { writeFilePieces } from "../platform/file/file-stream.ts";
import { join } from "../platform/path.ts";
import type { ChecksumParams } from "./checksum/checksum-params.ts";
import { planChecksums } from "./checksum/plan-checksums.ts";
import { findExtraFiles, type FoundExtraFiles } from "./extra-file.ts";

/** Checksum files of `checksum`: lines `<digest>  <name>` sorted by name, or one bare digest per file. */
export const checksumKind: Kind = {
  name: "checksum",
  version: 1,
  plan: planChecksums,
  async discover(task, context): Promise<Discovery> {
    const found = await find(task, context);
    const values = Object.fromEntries([...found.files].map(([name, file]) => [`file ${name}`, file]));
    return { files: [...found.files.values()].map((file) => join(context.root, file)), folders: found.folders, values };
  },
  run: runChecksum,
};

async function runChecksum(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as ChecksumParams;
  const lines: { name: string; digest: string }[] = [];
  const sums: Record<string, string> = {};
  for (const file of params.files) {
    const path = task.inputs[file.input]!;
    const digest =
      params.algorithm === "sha256"
        ? context.digest(path)
        : await context.once(`${params.algorithm} ${path}`, () =>
            fileDigest(context.input(path), params.algorithm, context.signal),
          );
    lines.push({ name: file.name, digest });
    sums[file.name] = `${params.algorithm}:${digest}`;
  }
  for (const [name, file] of (await find(task, context)).files) {
    lines.push({ name, digest: await fileDigest(join(context.root, file), params.algorithm, context.signal) });
  }
  if (lines.length === 0 && !params.bare) {
    const globs = params.extraFiles.map(({ glob }) => `"${glob}"`).join(", ");
    const text = `No file matches ${globs}: "${task.outputs[0]!.path}" lists nothing`;
    context.emit({ type: "message", level: "warning", text });
  }
  lines.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const output = task.outputs[0]!;
  if (params.bare && lines.length !== 1) {
    throw new SlipwayError("archive-failed", `Cannot write "${output.path}": it is about one file`, {
      expected: "one file",
      actual: lines.length === 0 ? "none" : lines.map((line) => line.name).join(", "),
    });
  }
  const text = params.bare ? lines[0]!.digest : lines.map((line) => `${line.digest}  ${line.name}\n`).join("");
  await writeFilePieces(context.output(output.path), [new TextEncoder().encode(text)], { mode: output.mode });
  return { extra: { [output.path]: { sums } } };
}

function find(task: Task, context: RunContext): Promise<FoundExtraFiles> {
  const params = task.params as ChecksumParams;
  return findExtraFiles(params.extraFiles, { root: context.root, dist: params.dist });
}
