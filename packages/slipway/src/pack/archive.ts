import type { JsonObject } from "../json.ts";
import type { Discovery, Kind, RunContext, RunResult } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import type { Entry } from "../archive/entry.ts";
import { SlipwayError } from "../errors.ts";
import { writeFilePieces } from "../platform/file/file-stream.ts";
import { hostDeflater } from "../platform/node-deflater.ts";
import { sha256, sha256Passing } from "../platform/hash.ts";
import { join } from "../platform/path.ts";
import { archiveEntry, type FileToPack } from "./archive/archive-entry.ts";
import { holdsOneFile, writeArchive } from "./archive/archive-format.ts";
import type { ArchiveParams } from "./archive/archive-task.ts";
import { discoverFiles } from "./archive/discover-files.ts";
import { planArchives } from "./archive/plan-archives.ts";
import { resolveFiles, type Resolution } from "./archive/resolve-files.ts";
import { KeptBlocks } from "./archive/kept-blocks.ts";
import { joinSlash } from "./archive/slash-path.ts";

/** Archives of `archives`: programs and files in one of ten formats, one per platform. */
export const archiveKind: Kind = {
  name: "archive",
  version: 5,
  plan: planArchives,
  discover: discoverArchive,
  run: runArchive,
};

async function discoverArchive(task: Task, context: RunContext): Promise<Discovery> {
  return discoverFiles(await resolve(task, context), context);
}

async function runArchive(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as ArchiveParams;
  const resolution = await resolve(task, context);
  for (const text of resolution.warnings) {
    // Archives of all platforms have the same files: one message is enough.
    await context.once(`archive warning ${text}`, async () =>
      context.emit({ type: "message", level: "warning", text }),
    );
  }
  const output = task.outputs[0]!;
  const named = (dst: string): string => joinSlash(params.wrap, dst).replaceAll("\\", "/");
  const toPack: FileToPack[] = [
    ...resolution.files.map(({ source, dst, info }) => ({ path: join(context.root, source), name: named(dst), info })),
    ...params.texts.map(({ dst, text, info }) => ({ path: dst, text, name: named(dst), info })),
  ].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const program of params.programs) {
    toPack.push({
      path: context.input(task.inputs[program.input]!),
      name: named(program.dst),
      info: params.programInfo,
    });
  }
  refuseWrongSets(task, params, toPack);
  async function* entries(): AsyncGenerator<Entry> {
    for (const file of toPack) yield await archiveEntry(file, context.signal);
  }
  const note = join(context.keep, `${sha256(task.id).slice(0, 32)}.json`);
  const kept = await KeptBlocks.open(note, (sum) => context.stored(sum));
  let digest = "";
  try {
    const tools = { deflater: kept.deflater(await hostDeflater()), parallel: Math.max(1, context.cpu) };
    const pieces = kept.watch(writeArchive(params.format, entries(), tools));
    const summed = sha256Passing(pieces, (sum) => (digest = sum));
    await writeFilePieces(context.output(output.path), summed, { mode: output.mode, signal: context.signal });
    await kept.save(digest);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SlipwayError("archive-failed", error.message, { cause: error, hint: "run the same command again" });
  } finally {
    await kept.close();
  }
  const extra: JsonObject = {
    Files: [...resolution.files, ...params.texts].map((file) => file.dst).sort(),
    ...(task.inputs.some((input) => context.told(input)?.["DynamicallyLinked"] === true) && {
      DynamicallyLinked: true,
    }),
  };
  return { extra: { [output.path]: extra }, digests: { [output.path]: digest } };
}

function resolve(task: Task, context: RunContext): Promise<Resolution> {
  const params = task.params as ArchiveParams;
  return resolveFiles(params.files, { root: context.root, dist: params.dist });
}

function refuseWrongSets(task: Task, params: ArchiveParams, files: readonly FileToPack[]): void {
  const name = task.outputs[0]!.artifact?.name ?? task.outputs[0]!.path;
  const list = files.map((file) => `"${file.name}"`).join(", ");
  if (files.length === 0 && (params.meta || holdsOneFile(params.format))) {
    throw new SlipwayError("archive-failed", `Cannot pack "${name}": its globs match no file`, {
      expected: "at least one file",
      actual: params.files.map((file) => file.glob).join(", "),
    });
  }
  if (files.length > 1 && holdsOneFile(params.format)) {
    throw new SlipwayError("archive-failed", `Cannot pack "${name}": the format ${params.format} holds one file`, {
      expected: "one file",
      actual: list,
      hint: 'with "files: [none*]" only the program is packed',
    });
  }
  const seen = new Map<string, FileToPack>();
  for (const file of files) {
    const first = seen.get(file.name);
    if (first) {
      throw new SlipwayError("archive-failed", `Cannot pack "${name}": two files are called "${file.name}" in it`, {
        actual: `${first.path} and ${file.path}`,
        hint: "give one of them another dst, or the program another name",
      });
    }
    seen.set(file.name, file);
  }
}
