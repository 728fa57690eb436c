import type { JsonObject } from "../../json.ts";
import type { RunContext, RunResult } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { copyFile, ensureFolder, removeTree } from "../../platform/file/files.ts";
import { sha256 } from "../../platform/hash.ts";
import { basename, join, sep } from "../../platform/path.ts";
import { compilerFor } from "../cgo/compiler-for.ts";
import type { GoBuildParams } from "./go-build-params.ts";
import { goBuildArguments, isGoCommand } from "./go-command.ts";
import { goEnvironment } from "./go-environment.ts";
import { goFailure } from "./go-failure.ts";
import { isDynamicallyLinked } from "./is-dynamically-linked.ts";
import { quiet } from "./go-list.ts";
import { KeptProgram } from "./kept-program.ts";
import { CompilePack } from "./packs/compile-pack.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { goOf } from "./program-list.ts";

/** Bytes of compiler output to keep; more is counted and cut. */
const OUTPUT = 1 << 20;

/** Builds the programs of one batch with one `go build`, and each by itself when that fails, so that every error is told. */
export async function runGoBuilds(
  tasks: readonly Task[],
  contexts: readonly RunContext[],
): Promise<readonly (RunResult | Error)[]> {
  if (tasks.length > 1) {
    try {
      return await buildTogether(tasks, contexts);
    } catch (error) {
      if (contexts[0]?.signal.aborted) throw error;
    }
  }
  const results: (RunResult | Error)[] = [];
  for (const [index, task] of tasks.entries()) {
    try {
      results.push(...(await buildTogether([task], [contexts[index]!])));
    } catch (error) {
      results.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  return results;
}

async function buildTogether(tasks: readonly Task[], contexts: readonly RunContext[]): Promise<RunResult[]> {
  const programs = tasks.map((task) => task.params as GoBuildParams);
  const first = programs[0]!;
  const context = contexts[0]!;
  const { settings } = first;
  const { folder, extra } = await prepareFolder(first, context);
  const temporary = join(context.keep, "tmp");
  await context.once(`go-build tmp ${temporary}`, async () => {
    // A killed run leaves Go's work folders here; nothing else runs in this project while we do.
    await removeTree(temporary);
    await ensureFolder(temporary);
  });
  const kept = programs.map(
    (program, index) => new KeptProgram(join(keptFolder(program, context), keptName(tasks[index]!))),
  );
  await ensureFolder(keptFolder(first, context));
  for (const program of kept) await program.prepare();

  const compiler = settings.cgo.enabled ? await compilerFor(tasks[0]!, context) : undefined;
  const tool = settings.tool === "go" || isGoCommand(settings.tool) ? goOf(settings.tool, context) : settings.tool;
  const output = programs.length === 1 ? kept[0]!.path : `${keptFolder(first, context)}${sep}`;
  const withFlags = programs.map((program) => ({
    ...program,
    settings: { ...settings, flags: [...settings.flags, ...extra] },
  }));
  const env = goEnvironment(settings, context, { temporary, compiler });
  const pack = CompilePack.of({ go: tool, folder, env, programs, flags: withFlags[0]!.settings.flags }, context);
  await pack?.restore();
  const result = await context.process([tool, ...goBuildArguments(withFlags, output)], {
    cwd: folder,
    env,
    check: false,
    keep: OUTPUT,
    onOutput: quiet,
  });
  if (result.exitCode !== 0) {
    const names = [...new Set(programs.map((program) => program.build))].join(", ");
    const target = tasks[0]!.target ?? first.target;
    throw goFailure(result, {
      what: `Cannot build ${names} for ${target}`,
      target,
      cwd: folder,
      root: context.root,
      hint: compiler?.hint,
    });
  }
  pack?.share(result.cpuMs, result.ms);
  return Promise.all(tasks.map((task, index) => deliver(task, kept[index]!, contexts[index]!)));
}

async function deliver(task: Task, kept: KeptProgram, context: RunContext): Promise<RunResult> {
  const program = task.params as GoBuildParams;
  const [output, header] = task.outputs.map((each) => each.path);
  const to = context.output(output!);
  const { level, digest } = await kept.deliver(to, program.settings.buildmode.endsWith("archive") ? 0o644 : 0o755);
  if (program.header) {
    await copyFile(kept.path.replace(/\.[^.]*$/, ".h"), context.output(header!), { mode: 0o644 });
  }
  const extra: Record<string, JsonObject> = {};
  if (await isDynamicallyLinked(to)) extra[output!] = { DynamicallyLinked: true };
  return { level, extra, digests: { [output!]: digest } };
}

/** Settings without the state of the repository, which changes with each commit. */
function keptFolder(program: GoBuildParams, context: RunContext): string {
  const { vcs: _, ...settings } = program.settings;
  const key = sha256(JSON.stringify([settings, program.proxy])).slice(0, 16);
  return join(context.keep, program.target, `${key}-${program.slot}`);
}

function keptName(task: Task): string {
  return (task.params as GoBuildParams).goName ?? basename(task.outputs[0]!.path);
}
