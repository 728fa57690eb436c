import { compilersToInstall } from "../build/cgo/compiler-install.ts";
import { findOnPath } from "../platform/process/find-program.ts";
import { nodeProgram } from "../platform/process/own-command.ts";
import type { Plan } from "../plan/plan.ts";
import { findRunners } from "../prove/run/find-runners.ts";
import type { RunnerChoice } from "../prove/run/runner.ts";
import {
  installCommands,
  installHere,
  type InstallCommands,
  type KnownTool,
} from "../source/install/install-commands.ts";
import type { ExaminedTool } from "./examined-tool.ts";
import type { Project } from "./open-project.ts";

/** Something that is not here and would help a target. */
export interface MissingForTarget {
  readonly tool: string;
  /** `build`: without it nothing is built. `run`: what is built cannot be run here. `sign`: it cannot be signed here. */
  readonly for: "build" | "run" | "sign";
  readonly why: string;
  /** The command for this machine, or the page or job that has it. */
  readonly install: string;
  /** The commands for every system, where the tool is one that we know. */
  readonly commands?: InstallCommands;
}

/** What can be done for one target of the project on this machine. */
export interface ExaminedTarget {
  readonly target: string;
  readonly build: boolean;
  /** Whether its builds use cgo, and the compiler that would be taken. */
  readonly cgo: boolean;
  readonly compiler?: string;
  /** What runs its programs here: `this machine`, `qemu-aarch64`, `wine`; empty when nothing does. */
  readonly run: readonly string[];
  /** What is proven of it here: policy, archive, the build again, and that it runs. */
  readonly prove: "runs" | "all but runs" | "nothing";
  /** What signs its programs in the system's own way here; Linux and WebAssembly have none. */
  readonly sign?: string;
  readonly missing: readonly MissingForTarget[];
}

/** For each target of the plan: what can be built, run and proven here, what is missing and how to get it. */
export function examineTargets(plan: Plan, tools: readonly ExaminedTool[], project: Project): ExaminedTarget[] {
  return plan.targets.map((target) => examineTarget(target, plan, tools, project));
}

function examineTarget(target: string, plan: Plan, tools: readonly ExaminedTool[], project: Project): ExaminedTarget {
  const { facts, env } = project;
  const [os = "", arch = ""] = target.split("/");
  const builds = plan.tasks.filter((task) => task.target === target && task.stage === "build");
  const titles = new Set(builds.map(({ title }) => title));
  const needed = tools.filter((tool) => tool.required && tool.tasks.some((task) => titles.has(task)));
  const compiler = needed.find(({ purpose }) => purpose.startsWith("C compiler"));
  const missing: MissingForTarget[] = needed
    .filter(({ path }) => path === undefined)
    .map(({ name, purpose, install }) => ({
      tool: name,
      for: "build",
      why: purpose,
      install,
      ...commandsFor(purpose.startsWith("C compiler") ? compilersToInstall({ os, arch }, facts.host)[0] : undefined),
    }));
  const build = missing.length === 0;
  const runners = findRunners({ os, arch }, { host: facts.host, env, node: nodeProgram() });
  missing.push(...missingRunners(runners, os));
  const signer = signerFor(os, project);
  if (signer !== undefined && signer.path === undefined) {
    const { tool } = signer;
    const has = (program: string): boolean => findOnPath(program, { env, os: facts.host.os }) !== undefined;
    missing.push({
      tool,
      for: "sign",
      why: `signs ${os} programs`,
      install: installHere(tool, facts.host.os, has),
      ...commandsFor(tool),
    });
  }
  return {
    target,
    build,
    cgo: compiler !== undefined,
    ...(compiler?.path === undefined ? {} : { compiler: compiler.path }),
    run: runners.runners.map(({ name }) => name),
    prove: !build ? "nothing" : runners.runners.length > 0 ? "runs" : "all but runs",
    ...(signer?.path === undefined ? {} : { sign: signer.path }),
    missing,
  };
}

/** Runners that are not here. Where something runs already, another engine is no lack. */
function missingRunners({ runners, missing }: RunnerChoice, os: string): MissingForTarget[] {
  if (runners.length > 0) return [];
  return missing.map(({ name, reason, hint }) => ({
    tool: name,
    for: "run",
    why: reason,
    install: hint,
    ...commandsFor(name.startsWith("qemu") ? "qemu" : os === "windows" && name.startsWith("wine") ? "wine" : undefined),
  }));
}

/** Programs that sign for a system, the one at hand first. */
function signerFor(
  os: string,
  { env, facts }: Project,
): { readonly tool: KnownTool; readonly path?: string } | undefined {
  const find = (...names: readonly string[]): string | undefined =>
    names.map((name) => findOnPath(name, { env, os: facts.host.os })).find(Boolean);
  if (os === "darwin") return withPath("rcodesign", find("codesign", "rcodesign"));
  if (os === "windows") return withPath("osslsigncode", find("signtool", "osslsigncode"));
  return undefined;
}

function withPath(tool: KnownTool, path: string | undefined): { readonly tool: KnownTool; readonly path?: string } {
  return path === undefined ? { tool } : { tool, path };
}

function commandsFor(tool: KnownTool | undefined): { readonly commands?: InstallCommands } {
  return tool === undefined ? {} : { commands: installCommands(tool) };
}
