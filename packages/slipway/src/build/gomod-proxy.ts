import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Kind, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { copyFile, exists, readTextIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { join } from "../platform/path.ts";
import { passesThrough } from "../source/go/passed-variables.ts";
import { goFailure } from "./go/go-failure.ts";
import { quiet } from "./go/go-list.ts";
import { goOf } from "./go/program-list.ts";
import { isLeftOut } from "./go/plan/plan-go-builds.ts";
import { proxyFolder, usesProxy } from "./gomod-proxy-folder.ts";

interface ProxyParams extends JsonObject {
  readonly build: string;
  readonly module: string;
  readonly tag: string;
  readonly dir: string;
  readonly tool: string;
  /** `NAME=value` lines of `gomod.env`. */
  readonly env: readonly string[];
}

/**
 * `gomod.proxy`: a module of our own that requires the released one at its tag, as the module proxy serves it. Builds
 * then run in it, so that what is shipped is what everybody can fetch and verify. Off in snapshots: nobody serves them.
 */
export const gomodProxyKind: Kind = {
  name: "gomod-proxy",
  version: 1,
  plan(context) {
    if (!usesProxy(context)) return;
    const { config, facts, head } = context;
    for (const [index, build] of config.builds.entries()) {
      const folder = proxyFolder(build, context);
      if (build.builder !== "go" || folder === null || isLeftOut(build, index, context)) continue;
      const params: ProxyParams = {
        build: build.id,
        module: facts.module!.path,
        tag: head.tag,
        dir: config.gomod.dir || build.dir,
        tool: config.gomod.gobinary || "go",
        env: config.gomod.env,
      };
      context.add({
        id: `gomod-proxy:${build.id}`,
        kind: "gomod-proxy",
        stage: "source",
        title: `fetch ${params.module}@${params.tag}`,
        needs: [],
        inputs: [],
        params,
        outputs: ["go.mod", "go.sum"].map((name) => ({ path: `${folder}/${name}`, mode: 0o644 })),
        resources: { cpu: 1, memory: 128 * 2 ** 20, exclusive: "gomod-proxy", cost: 5 },
      });
    }
  },
  discover(task, context) {
    const { dir } = task.params as ProxyParams;
    return Promise.resolve({ files: [join(context.root, dir, "go.mod")], folders: [], values: {} });
  },
  run: fetchModule,
};

async function fetchModule(task: Task, context: RunContext): Promise<void> {
  await requireModule(task, context.scratch, context);
  for (const [index, name] of ["go.mod", "go.sum"].entries()) {
    const file = join(context.scratch, name);
    if (!(await exists(file))) await writeFileAtomic(file, "");
    await copyFile(file, context.output(task.outputs[index]!.path), { mode: 0o644 });
  }
}

/**
 * Makes a folder the module that requires the released one, as a task of this kind says. `more` goes above all variables.
 *
 * @throws SlipwayError `gomod-replace` for a go.mod that nobody else would get, and what `go get` failed with
 */
export async function requireModule(
  task: Task,
  folder: string,
  context: Pick<RunContext, "root" | "facts" | "env" | "process">,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const params = task.params as ProxyParams;
  const source = join(context.root, params.dir);
  await refuseReplace(join(source, "go.mod"), params.dir);
  await writeFileAtomic(join(folder, "go.mod"), `module ${moduleName(params.build)}\n`);
  if (await exists(join(source, "go.sum"))) await copyFile(join(source, "go.sum"), join(folder, "go.sum"));

  const env: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(context.facts.goEnv), ...Object.entries(context.env)]) {
    if (value !== "" && passesThrough(name)) env[name] = value;
  }
  for (const line of params.env) env[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
  Object.assign(env, { GOENV: "off", GOWORK: "off", GOTOOLCHAIN: "local", GO111MODULE: "on" }, more);
  const argv = [goOf(params.tool, context), "get", `${params.module}@${params.tag}`];
  const result = await context.process(argv, { cwd: folder, env, check: false, onOutput: quiet });
  if (result.exitCode !== 0) {
    throw goFailure(result, {
      what: `Cannot get ${params.module}@${params.tag} from the module proxy`,
      cwd: folder,
      root: context.root,
      hint: "Push the tag and wait until the module proxy knows it, or turn gomod.proxy off",
    });
  }
}

/** A module path can hold fewer characters than an id. */
function moduleName(id: string): string {
  return id.replace(/[^A-Za-z0-9._~/-]/g, "-");
}

async function refuseReplace(file: string, dir: string): Promise<void> {
  const lines = ((await readTextIfExists(file)) ?? "").split("\n");
  let block = false;
  for (const [index, line] of lines.entries()) {
    const text = line.replace(/\/\/.*$/, "").trim();
    if (/^replace\s*\($/.test(text)) block = true;
    else if (block && text === ")") block = false;
    else if (text.includes("=>") && (block || /^replace\s/.test(text))) {
      throw new SlipwayError("gomod-replace", "go.mod has a replace directive, and gomod.proxy is on", {
        where: { file: dir === "." ? "go.mod" : `${dir}/go.mod`, line: index + 1, lineText: line },
        expected: "no replace: the module proxy and go install do not read it",
        actual: text,
        hint: "Remove the replace directive, or turn gomod.proxy off",
      });
    }
  }
}
