import type { Target } from "../../plan/targets/target.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import { debianCross, installHere, type KnownTool } from "../../source/install/install-commands.ts";

/** The machine that a compiler is wanted on. */
export interface CompilerMachine {
  readonly host: { readonly os: string; readonly arch: string };
  readonly env: Readonly<Record<string, string>>;
}

/** Compilers that would do for a target on a host, best first. */
export function compilersToInstall(target: Target, host: CompilerMachine["host"]): KnownTool[] {
  const native = target.os === host.os && target.arch === host.arch;
  if (target.os === "darwin") return host.os === "darwin" ? ["xcode"] : ["zig"];
  if (target.os === "windows") {
    if (target.arch !== "arm64") return ["zig", "mingw-w64"];
    return host.os === "windows" ? ["llvm-mingw", "clang for MSVC", "zig"] : ["zig", "llvm-mingw"];
  }
  if (target.os === "linux") return native ? ["gcc", "zig"] : ["zig"];
  return [];
}

/**
 * The exact commands that get a C compiler for a target onto this machine, best first: what doctor prints, and what a build
 * without one says.
 */
export function compilerInstall(target: Target, { host, env }: CompilerMachine): string[] {
  const has = (program: string): boolean => findOnPath(program, { env, os: host.os }) !== undefined;
  const commands = compilersToInstall(target, host).map((tool) => installHere(tool, host.os, has));
  const cross =
    target.os === "linux" && host.os === "linux" && target.arch !== host.arch ? debianCross(target.arch) : undefined;
  if (cross !== undefined && has("apt-get")) commands.push(cross);
  return commands;
}
