import type { Entry, EntryHead } from "../archive/entry.ts";
import { readTar } from "../archive/tar/read-tar.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Discovery, Kind, PlanContext, RunContext, RunResult } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { stableName } from "../plan/stable-name.ts";
import { readFilePieces, writeFilePieces } from "../platform/file/file-stream.ts";
import { hostDeflater } from "../platform/node-deflater.ts";
import { join } from "../platform/path.ts";
import { archiveEntry } from "./archive/archive-entry.ts";
import { writeArchive } from "./archive/archive-format.ts";
import { discoverFiles } from "./archive/discover-files.ts";
import { planFiles, type PlannedFile } from "./archive/planned-file.ts";
import { resolveFiles, type Resolution } from "./archive/resolve-files.ts";
import { joinSlash } from "./archive/slash-path.ts";

const MB = 1 << 20;
const FORMATS: readonly string[] = ["tar", "tgz", "tar.gz", "zip"];

interface SourceParams extends JsonObject {
  readonly format: "tar" | "tgz" | "tar.gz" | "zip";
  readonly commit: string;
  readonly prefix: string;
  readonly files: readonly PlannedFile[];
  readonly dist: string;
}

/**
 * The archive of `source`: what git says a release of the commit holds (`git archive`, so `export-ignore` and
 * `export-subst` count), then the extra files. Git lists and renders, our writers make the bytes, so they do not depend
 * on git's version.
 */
export const sourceArchiveKind: Kind = {
  name: "source-archive",
  version: 5,
  plan: planSource,
  async discover(task, context): Promise<Discovery> {
    return discoverFiles(await resolve(task, context), context);
  },
  run: runSource,
};

function planSource(context: PlanContext): void {
  const { source, dist } = context.config;
  if (!source.enabled || context.options.upTo === "build") return;
  const { git } = context.facts;
  if (git === undefined) {
    throw new SlipwayError("git-no-repository", "Cannot make the source archive: there is no git repository", {
      hint: "set source.enabled to false, or run in a git checkout",
    });
  }
  if (source.templated_files.length > 0) {
    const where = context.positionOf(["source", "templated_files"]);
    throw new SlipwayError("archive-invalid", "The source archive cannot hold templated files yet", {
      ...(where && { where }),
      hint: "make the file with a before hook and name it in source.files",
    });
  }
  if (!FORMATS.includes(source.format)) {
    const where = context.positionOf(["source", "format"]);
    throw new SlipwayError("archive-invalid", `Cannot make a source archive in the format "${source.format}"`, {
      ...(where && { where }),
      expected: FORMATS.join(", "),
      actual: source.format,
    });
  }
  const name = `${context.render(source.name_template, ["source", "name_template"])}.${source.format}`;
  const path = joinSlash(name);
  const params: SourceParams = {
    format: source.format,
    commit: git.commit,
    prefix: context.render(source.prefix_template, ["source", "prefix_template"]),
    files: planFiles(source.files, context, { at: ["source", "files"], fields: {} }),
    dist: joinSlash(dist),
  };
  context.add({
    id: `source-archive:${stableName(path, context.head.version)}`,
    kind: "source-archive",
    stage: "pack",
    title: `pack source as ${name}`,
    needs: [],
    inputs: [],
    params,
    outputs: [{ path, mode: 0o644, artifact: { name, path, type: "Source", extra: { Format: source.format } } }],
    resources: { cpu: 1, memory: 32 * MB, cost: 3 },
  });
}

async function runSource(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as SourceParams;
  const resolution = await resolve(task, context);
  for (const text of resolution.warnings) context.emit({ type: "message", level: "warning", text });
  const raw = join(context.scratch, "source.tar");
  const settings = ["tar.umask=0002", "core.autocrlf=false", "core.eol=lf"].flatMap((setting) => ["-c", setting]);
  const prefix = params.prefix === "" ? [] : [`--prefix=${params.prefix}`];
  await context.process(["git", ...settings, "archive", "--format=tar", "-o", raw, ...prefix, params.commit], {
    cwd: context.root,
    env: context.env,
  });
  async function* entries(): AsyncGenerator<Entry> {
    const names = new Set<string>();
    for await (const member of readTar(readFilePieces(raw, context.signal), { trusted: true })) {
      names.add(member.entry.name);
      // Git writes root as the owner of everything; our archives name nobody.
      const { owner: _owner, group: _group, ...entry } = member.entry;
      yield { ...entry, mode: sourceMode(entry, params.format), content: () => member.content() };
    }
    for (const file of resolution.files) {
      const name = joinSlash(params.prefix, file.dst);
      if (names.has(name)) {
        throw new SlipwayError(
          "archive-failed",
          `Cannot add "${file.source}" to the source archive: "${name}" is in it already`,
          {
            hint: "give it another dst in source.files",
          },
        );
      }
      yield await archiveEntry({ path: join(context.root, file.source), name, info: file.info }, context.signal);
    }
  }
  const output = task.outputs[0]!;
  const tools = { deflater: await hostDeflater(), parallel: Math.max(1, context.cpu) };
  await writeFilePieces(context.output(output.path), writeArchive(params.format, entries(), tools), {
    mode: output.mode,
    signal: context.signal,
  });
  return {};
}

/** Git applies `tar.umask` to tar only; in its zip files only the bit that makes a program stands. */
function sourceMode({ type, mode }: EntryHead, format: string): number {
  if (format !== "zip" || type === "symlink") return mode;
  return type === "directory" || mode & 0o100 ? 0o755 : 0o644;
}

function resolve(task: Task, context: RunContext): Promise<Resolution> {
  const params = task.params as SourceParams;
  return resolveFiles(params.files, { root: context.root, dist: params.dist });
}
