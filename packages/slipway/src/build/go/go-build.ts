import type { Json } from "../../json.ts";
import type { Discovery, Kind, RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { exists } from "../../platform/file/files.ts";
import { dirname, join } from "../../platform/path.ts";
import { compilerFor, needsCompiler } from "../cgo/compiler-for.ts";
import { cgoNeedFindings } from "../cgo/cgo-need.ts";
import { explainGoChange } from "./explain-change.ts";
import type { GoBuildParams } from "./go-build-params.ts";
import { soundsSecret } from "../../secrets.ts";
import { goBuildTools } from "./go-build-tools.ts";
import { flagFiles } from "./flag-files.ts";
import { isGoCommand, keepsLdflagsApart, startsOtherPrograms } from "./go-command.ts";
import { goEnvironment } from "./go-environment.ts";
import { quiet } from "./go-list.ts";
import { collectSources } from "./go-sources.ts";
import { planGoBuilds } from "./plan/plan-go-builds.ts";
import { toolFiles } from "./tool-files.ts";
import { batchPackages, listProgram } from "./program-list.ts";
import { runGoBuilds } from "./run-go-build.ts";

/**
 * One program (or library) for one target, made by `go build` or another compiler that takes its flags.
 *
 * Programs of one target with equal settings are built by one process, so that nothing is compiled twice, and processes
 * of one target never run side by side, since they would compile the same packages at the same time.
 */
export const goBuildKind: Kind = {
  name: "go-build",
  version: 2,
  usesPath: ({ params }) => startsOtherPrograms((params as GoBuildParams).settings),
  plan: planGoBuilds,
  discover: discoverGoBuild,
  discoversBy: listedBy,
  async run(task, context) {
    const [result] = await runGoBuilds([task], [context]);
    if (result instanceof Error) throw result;
    return result!;
  },
  runBatch: runGoBuilds,
  explain: explainGoChange,
  tools: goBuildTools,
};

async function discoverGoBuild(task: Task, context: RunContext): Promise<Discovery> {
  const { settings } = task.params as GoBuildParams;
  const { top, packages } = await listProgram(task, context);
  const sources = collectSources(packages, top, context.root);
  const values: Record<string, string> = { ...sources.values, ...(await toolValues(task, context)) };
  for (const name of settings.named) {
    if (!soundsSecret(name)) values[`env ${name}`] = context.env[name] ?? "";
  }
  const asksForC = settings.cgo.enabled && needsCompiler(sources.packages);
  const compiler = asksForC ? await compilerFor(task, context) : undefined;
  if (compiler) values["C compiler"] = compiler.identity;
  const tools = await toolFiles(task, context, compiler);
  const files = new Set([...sources.files, ...tools.files]);
  const beside = [
    join(top.Dir, "default.pgo"),
    ...sources.files.flatMap((file) =>
      /[\\/]go\.mod$/.test(file) ? [join(dirname(file), "go.sum"), join(dirname(file), "vendor", "modules.txt")] : [],
    ),
    ...workspaceFiles(context),
  ];
  for (const file of [...beside, ...(await flagFiles(settings, context))]) if (await exists(file)) files.add(file);
  if (!keepsLdflagsApart(settings)) {
    // Without -trimpath a program holds the paths of the machine that built it.
    const { GOMODCACHE, GOPATH, HOME } = context.env;
    values["paths"] = JSON.stringify([context.root, context.facts.toolchain?.root, GOMODCACHE, GOPATH, HOME]);
  }
  return {
    files: [...files].sort(),
    folders: sources.folders,
    watched: tools.watched,
    values,
    detail: sources.detail,
    findings: await cgoNeedFindings(task, sources.packages, context),
  };
}

/** What `go list` is told: neither the linker's flags nor the commit, which change with every version. */
function listedBy(task: Task): Json {
  const { settings, package: name, mainCheck, proxy } = task.params as GoBuildParams;
  const { vcs: _, ...asked } = settings;
  const together = task.batch === undefined ? undefined : batchPackages(task.batch);
  return { settings: asked, package: name, mainCheck, proxy, together: together ?? null };
}

/** Version of the toolchain, and of the tool when that is another one. */
async function toolValues(task: Task, context: RunContext): Promise<Record<string, string>> {
  const { settings } = task.params as GoBuildParams;
  const values: Record<string, string> = { toolchain: context.facts.toolchain?.version ?? "" };
  if (settings.tool === "go") return values;
  values[settings.tool] = await context.once(`version of ${settings.tool}`, async () => {
    const env = goEnvironment(settings, context, { temporary: context.scratch });
    const argv = [settings.tool, "version"];
    const asked = await context.process(argv, {
      cwd: context.root,
      env,
      check: isGoCommand(settings.tool),
      onOutput: quiet,
    });
    return asked.stdout.trim();
  });
  return values;
}

function workspaceFiles(context: RunContext): string[] {
  const work = context.facts.module?.workspace;
  return work === undefined ? [] : [work, `${work}.sum`];
}
