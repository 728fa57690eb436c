import { SlipwayError } from "../../../errors.ts";
import type { Build } from "../../../config/sections/build.ts";
import type { JsonObject } from "../../../json.ts";
import type { Output, Task } from "../../../plan/task.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import { targetFields, targetVariables } from "../../../plan/targets/target-fields.ts";
import { formatTarget, formatTargetName } from "../../../plan/targets/target.ts";
import type { Target } from "../../../plan/targets/target.ts";
import { sha256 } from "../../../platform/hash.ts";
import { join } from "../../../platform/path.ts";
import { planBuildHooks } from "../../hook/build-hooks.ts";
import { proxyFolder } from "../../gomod-proxy-folder.ts";
import { ambientFindings, unreadVariableFindings } from "./ambient-variables.ts";
import { artifactTypeOf, extensionOf, goExtensionOf, makesHeader } from "./output-names.ts";
import { clockFindings } from "./clock-findings.ts";
import { buildEnv, envValue, globalEnv } from "./build-env.ts";
import { detailsFor } from "./build-details.ts";
import { promiseOf } from "./promise-of.ts";
import { programsOf } from "./build-programs.ts";
import type { BuildProgram } from "./build-programs.ts";
import { cgoParams, refuseCompiler } from "./cgo-params.ts";
import { flagFindings, goFlags, ldflagsOf } from "./go-flags.ts";
import { isGoCommand, keepsLdflagsApart } from "../go-command.ts";
import { soundsSecret } from "../../../secrets.ts";
import type { GoBuildParams, GoSettings } from "../go-build-params.ts";
import { canSplit, splitLdflags, unsplit } from "./split-flags.ts";
import { targetsOf } from "./build-targets.ts";

/** Bytes that a build is assumed to take before there is a history of its target. */
const MEMORY = 1536 * 2 ** 20;

/** A task that is ready but for the group it belongs to. */
interface Draft {
  readonly task: Task;
  readonly params: GoBuildParams;
  /** Equal words may be built together. */
  readonly group: string | undefined;
  readonly add: (task: Task) => void;
  /** `debug: split` was asked for and has no meaning here. */
  readonly whole: boolean;
}

/** Plans every program of every `builds` entry with the Go builder. */
export function planGoBuilds(context: PlanContext): void {
  const global = globalEnv(context);
  const drafts: Draft[] = [];
  const named = new Set(Object.keys(global));
  let cgo = false;
  for (const [index, build] of context.config.builds.entries()) {
    if (build.builder === "prebuilt" || isLeftOut(build, index, context)) continue;
    refuseBuilder(build, index, context);
    const whole: string[] = [];
    const programs = build.buildmode === "archive" ? undefined : programsOf(build, index, context);
    for (const target of targetsOf(build, index, programs, context)) {
      for (const program of programs ?? archivePrograms(build, index, context)) {
        const draft = draftTask({ build, index, target, program, global }, context);
        for (const name of Object.keys(draft.params.settings.env)) named.add(name);
        cgo ||= draft.params.settings.cgo.enabled;
        drafts.push(draft);
        if (draft.whole) whole.push(formatTarget(target));
      }
    }
    if (whole.length > 0) context.finding(unsplit(build.id, [...new Set(whole)]));
  }
  for (const draft of grouped(drafts)) draft.add(draft.task);
  refuseEmptySingle(drafts.length, context);
  if (drafts.length === 0) return;
  for (const finding of clockFindings(context)) context.finding(finding);
  for (const finding of ambientFindings(context.facts, named, cgo)) context.finding(finding);
  for (const finding of unreadVariableFindings(named, "the config")) context.finding(finding);
  for (const finding of unreadVariableFindings(cgo ? Object.keys(context.facts.env) : [], "the environment")) {
    context.finding(finding);
  }
}

/** `--single-target` that no build has would make nothing and say nothing. */
function refuseEmptySingle(planned: number, context: PlanContext): void {
  const { singleTarget } = context.options;
  if (singleTarget === undefined || planned > 0 || context.config.builds.some((build) => build.builder !== "go"))
    return;
  throw new SlipwayError("target-impossible", `No build has the target "${singleTarget}"`, {
    expected: "a target of the config's builds",
    actual: singleTarget,
    hint: "Set GOOS and GOARCH to one of the targets that slipway plan prints, or add it to builds",
  });
}

/** Whether `--id` or `skip` leaves the whole entry out. */
export function isLeftOut(build: Build, index: number, context: PlanContext): boolean {
  if (context.options.ids.length > 0 && !context.options.ids.includes(build.id)) return true;
  return isTrue(context.render(build.skip, ["builds", index, "skip"]));
}

/** GoReleaser's idea of a true template. */
export function isTrue(text: string): boolean {
  return text.trim().toLowerCase() === "true";
}

function refuseBuilder(build: Build, index: number, context: PlanContext): void {
  if (build.builder === "go") return;
  const where = context.positionOf(["builds", index, "builder"]);
  throw new SlipwayError("build-config-invalid", `Builder "${build.builder}" of build "${build.id}" is not supported`, {
    ...(where && { where }),
    expected: "go or prebuilt",
    actual: build.builder,
    hint: `Build it in a hook and import the programs: builder: prebuilt`,
  });
}

/** With `buildmode: archive`, every package that the patterns match is a library of its own. */
function archivePrograms(build: Build, index: number, context: PlanContext): readonly BuildProgram[] {
  const folders = context.facts.packageFolders ?? context.facts.mains.map((main) => main.dir);
  const patterns = build.packages.length > 0 ? build.packages : ["./..."];
  const libraries = folders.filter((folder) => !context.facts.mains.some((main) => main.dir === folder));
  const matched = libraries.filter((folder) => patterns.some((pattern) => matchesPattern(folder, pattern)));
  if (matched.length === 0) {
    const where = context.positionOf(["builds", index, "packages"]) ?? context.positionOf(["builds", index]);
    throw new SlipwayError("build-config-invalid", `No package matches ${patterns.join(", ")} of build "${build.id}"`, {
      ...(where && { where }),
      expected: "patterns of library packages: ./..., ./internal/store",
      actual: `packages at ${libraries.slice(0, 8).join(", ") || "no folder"}`,
    });
  }
  return matched.map((folder) => ({
    package: folder,
    id: build.id,
    binary: folder === "." ? context.head.project : folder.replace(/^\.\//, ""),
  }));
}

function matchesPattern(folder: string, pattern: string): boolean {
  const clean = pattern.replace(/^\.\//, "").replace(/\/+$/, "") || ".";
  const path = folder.replace(/^\.\//, "");
  if (clean === "...") return true;
  if (clean.endsWith("/...")) return path === clean.slice(0, -4) || path.startsWith(clean.slice(0, -3));
  return path === clean;
}

interface DraftInput {
  readonly build: Build;
  readonly index: number;
  readonly target: Target;
  readonly program: BuildProgram;
  readonly global: Readonly<Record<string, string>>;
}

function draftTask({ build, index, target, program, global }: DraftInput, context: PlanContext): Draft {
  const at = ["builds", index];
  const targetName = formatTargetName(target);
  const { details, at: place, env: lines } = detailsFor(build, index, target, context);
  const mode = details.buildmode === "exe" ? "" : details.buildmode;
  const ext = extensionOf(target, mode);

  const platform = { ...targetFields(target), Ext: ext };
  const name = `${context.render(program.binary, [...at, "binary"], { ...platform, Name: "", Path: "" })}${ext}`;
  const flat = isTrue(context.render(build.no_unique_dist_dir, [...at, "no_unique_dist_dir"], platform));
  const path = flat ? name : `${build.id}_${targetName}/${name}`;
  const binary = (name.split("/").at(-1) ?? name).slice(0, ext === "" ? undefined : -ext.length);
  const fields = {
    ...platform,
    Name: name,
    Path: join(context.facts.root, context.config.dist, path),
    Binary: binary,
    ArtifactName: name,
    ArtifactExt: ext,
    ArtifactPath: join(context.facts.root, context.config.dist, path),
  };
  const env = buildEnv(lines, global, fields, context);
  const withEnv = { ...fields, Env: envValue({ ...env.all, ...targetVariables(target) }) };
  const tool = context.render(build.tool, [...at, "tool"], platform);
  const flags = goFlags(details, place, withEnv, context);
  const written = ldflagsOf(details, place, withEnv, context);
  const split = details.debug === "split" && canSplit(target, mode);
  const ldflags = split ? splitLdflags(written, target) : written;
  const where = context.positionOf(place("ldflags"));
  for (const finding of flagFindings(details, flags, ldflags, build.id, where)) context.finding(finding);
  const cgo = cgoParams({ target, mode, flags, config: { ...global, ...env.own }, details }, context);
  refuseCompiler({ ...global, ...env.own }, flags, build.id, context.positionOf(lines[0]?.at ?? at));

  const { CGO_ENABLED: _, ...own } = env.own;
  const named = env.named.filter((each) => each !== "CGO_ENABLED");
  const proxy = proxyFolder(build, context);
  const stamped = proxy === null && isGoCommand(tool) && context.facts.git !== undefined;
  const settings: GoSettings = {
    tool,
    toolchain: context.facts.toolchain?.version ?? "",
    command: build.command,
    dir: build.dir,
    flags,
    platform: targetVariables(target),
    env: own,
    named,
    namedDigests: Object.fromEntries(
      named.filter((name) => !soundsSecret(name)).map((name) => [name, sha256(global[name] ?? "")]),
    ),
    cgo,
    buildmode: mode,
    vcs: stamped ? vcsOf(context) : null,
  };
  const header = makesHeader(target, mode) ? `${path.slice(0, path.length - ext.length)}.h` : null;
  const goName = program.main && mode !== "archive" ? `${program.main.name}${goExtensionOf(target)}` : null;
  const params: GoBuildParams = {
    build: build.id,
    target: targetName,
    settings,
    package: proxy === null ? program.package : proxiedPackage(program, build, context),
    goName,
    slot: 0,
    ldflags,
    header: header !== null,
    mainCheck: !build.no_main_check && build.command === "build" && mode !== "archive",
    proxy,
  };

  const extra: JsonObject = { Binary: binary, Ext: ext, ID: program.id, Builder: "go" };
  const mtime = modTime(build, index, fields, context);
  const outputs: Output[] = [
    {
      path,
      mode: mode.endsWith("archive") ? 0o644 : 0o755,
      ...(mtime === undefined ? {} : { mtime }),
      artifact: { name, path, type: artifactTypeOf(target, mode), target, extra, promise: promiseOf(params, split) },
    },
  ];
  if (header !== null) {
    const headerName = `${name.slice(0, name.length - ext.length)}.h`.split("/").at(-1)!;
    outputs.push({
      path: header,
      mode: 0o644,
      artifact: {
        name: headerName,
        path: header,
        type: "C Header",
        target,
        extra: { Binary: headerName, Ext: ".h", ID: build.id },
      },
    });
  }
  const suffix = program.id === build.id ? "" : `:${program.id}`;
  const label = mode === "archive" ? `:${program.package}` : suffix;
  const task: Task = {
    id: `go-build:${build.id}${label}:${targetName}`,
    kind: "go-build",
    stage: "build",
    title: `build ${binary} for ${formatTarget(target)}`,
    target: formatTarget(target),
    needs: proxy === null ? [] : [`gomod-proxy:${build.id}`],
    inputs: proxy === null ? [] : [`${proxy}/go.mod`, `${proxy}/go.sum`],
    params,
    outputs,
    resources: { cpu: 1, memory: MEMORY, exclusive: `go ${targetName}`, cost: cgo.enabled ? 60 : 35 },
  };
  return {
    task,
    params,
    group: groupWord(params),
    whole: details.debug === "split" && !split,
    add: (made) => planBuildHooks({ build, index, fields, env, task: made }, context),
  };
}

/** What programs of one `go build` must agree on; `undefined` for one that has to be built alone. */
function groupWord(params: GoBuildParams): string | undefined {
  const { settings, ldflags } = params;
  const folder = /^\.(?:\/|$)/.test(params.package) && !params.package.endsWith(".go");
  if (params.goName === null || !folder || params.proxy !== null) return undefined;
  if (settings.command !== "build" || !["", "pie"].includes(settings.buildmode) || !isGoCommand(settings.tool))
    return undefined;
  const apart = keepsLdflagsApart(settings) && (ldflags === "" || ldflags.startsWith("-"));
  return sha256(JSON.stringify([params.target, settings, apart ? null : ldflags])).slice(0, 32);
}

/** Gives the drafts of one group their batch word; programs that Go would give one name go to groups of their own. */
function grouped(drafts: readonly Draft[]): Draft[] {
  const groups = new Map<string, Draft[]>();
  const placed = drafts.map((draft) => {
    if (draft.group === undefined) return { draft, key: undefined, slot: 0 };
    for (let slot = 0; ; slot++) {
      const key = `${draft.group} ${slot}`;
      const members = groups.get(key) ?? [];
      if (members.some((member) => member.params.goName === draft.params.goName)) continue;
      groups.set(key, [...members, draft]);
      return { draft, key, slot };
    }
  });
  return placed.map(({ draft, key, slot }) => {
    const members = key === undefined ? [] : (groups.get(key) ?? []);
    const packages = members.map((member) => member.params.package).sort();
    const batch = members.length > 1 ? { batch: JSON.stringify([key, packages]) } : {};
    const task: Task = Object.assign({}, draft.task, { params: { ...draft.params, slot } }, batch);
    return Object.assign({}, draft, { task });
  });
}

function vcsOf(context: PlanContext): GoSettings["vcs"] {
  const { git } = context.facts;
  if (!git) return null;
  return {
    commit: git.commit,
    time: git.commitTime,
    modified: git.dirty.length > 0,
    // Whether the tree is dirty stands above; git says it once more in its summary, by other rules.
    describe: `${git.summary.replace(/-dirty$/, "")} ${git.tag}`,
  };
}

function modTime(
  build: Build,
  index: number,
  fields: Readonly<Record<string, unknown>>,
  context: PlanContext,
): number | undefined {
  const at = ["builds", index, "mod_timestamp"];
  const text = context.render(build.mod_timestamp, at, fields).trim();
  if (text === "") return undefined;
  if (/^[0-9]+$/.test(text)) return Number(text);
  const where = context.positionOf(at);
  throw new SlipwayError("build-config-invalid", `mod_timestamp of build "${build.id}" is no time`, {
    ...(where && { where }),
    expected: "Unix seconds, for example {{ .CommitTimestamp }}",
    actual: text,
  });
}

/** The import path of a main package as the module proxy serves it. */
function proxiedPackage(program: BuildProgram, build: Build, context: PlanContext): string {
  if (program.main) return program.main.importPath;
  const main = program.package.endsWith(".go") ? program.package.replace(/[^/]*$/, "") : program.package;
  const parts = [context.facts.module?.path ?? "", build.dir, main].flatMap((part) => part.split("/"));
  return parts.filter((part) => part !== "." && part !== "").join("/");
}
