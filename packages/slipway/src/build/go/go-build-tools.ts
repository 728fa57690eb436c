import type { RunContext, ToolNeed } from "../../plan/kind.ts";
import { parseTarget } from "../../plan/targets/target-parse.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { Task } from "../../plan/task.ts";
import { compilerCommands } from "../cgo/choose-compiler.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import { installHere } from "../../source/install/install-commands.ts";
import { compilerInstall } from "../cgo/compiler-install.ts";
import { splitQuoted } from "../cgo/quoted.ts";
import type { GoBuildParams } from "./go-build-params.ts";

/** What a Go build starts besides the Go toolchain, which has a line of its own: another tool, and with cgo a C compiler. */
export function goBuildTools(task: Task, machine: Pick<RunContext, "facts" | "env">): readonly ToolNeed[] {
  const { facts, env } = machine;
  const params = task.params as GoBuildParams;
  const { settings } = params;
  const needs: ToolNeed[] = [];
  if (settings.tool !== "go") {
    const tinygo = /(?:^|[\\/])tinygo(?:\.exe)?$/.test(settings.tool);
    const has = (program: string): boolean => findOnPath(program, { env, os: facts.host.os }) !== undefined;
    const install = tinygo ? installHere("tinygo", facts.host.os, has) : "install it, or correct builds.tool";
    needs.push({ name: settings.tool, purpose: "builds.tool", required: true, install });
  }
  if (!settings.cgo.enabled) return needs;

  const { wrapper, libc } = settings.cgo;
  if (wrapper !== "") {
    const install = `install ${wrapper}, or remove builds.cc_wrapper`;
    needs.push({ name: wrapper, purpose: "builds.cc_wrapper", required: true, install });
  }
  const target = parseTarget(params.target, { goarm: "6" }, { buildable: facts.buildable });
  const purpose = `C compiler for ${formatTarget(target)}`;
  const [named] = splitQuoted(settings.env["CC"] ?? (settings.named.includes("CC") ? (env["CC"] ?? "") : ""));
  if (named !== undefined) {
    needs.push({ name: named, purpose, required: true, install: "install it, or correct CC" });
    return needs;
  }
  const [name = "zig", ...or] = compilerCommands(target, facts.host, libc);
  const commands = compilerInstall(target, { host: facts.host, env });
  const install = [...commands, "set CC in builds.overrides"].join("; or ");
  needs.push({ name, or, purpose, required: true, install });
  return needs;
}
