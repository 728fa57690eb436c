import { ownCommand } from "../../platform/process/own-command.ts";
import type { Compiled } from "./compile-wasm.ts";
import type { Runner } from "./runner.ts";
import { wineVariables } from "./wine.ts";

/** A program to be started by a runner. Paths are absolute. */
export interface Started {
  readonly program: string;
  readonly args: readonly string[];
  /** The folder that it may write to and that it sees, where a runner shows it folders one by one. */
  readonly area: string;
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that the program is given beside the runner's own. */
  readonly passed: readonly string[];
  /** Where files that runners need lie. */
  readonly tools: RunnerTools;
}

/** Files that are prepared once for the runners that need them. */
export interface RunnerTools {
  /** The script for Node's WASI. */
  readonly wasi: string;
  /** The wine prefix of this run. */
  readonly prefix: string;
  /** What the engine compiled of the program before. */
  readonly compiled?: Compiled | undefined;
}

/** The command that starts a program with a runner, and the environment that the command needs. */
export function commandLine(
  runner: Runner,
  { program, args, area, env, passed, tools }: Started,
): { readonly argv: string[]; readonly env: Record<string, string> } {
  const runnerProgram = runner.program ?? "";
  switch (runner.kind) {
    case "host":
      return { argv: [program, ...args], env: { ...env } };
    case "qemu":
      return { argv: [runnerProgram, program, ...args], env: { ...env } };
    case "wine":
      return { argv: [runnerProgram, program, ...args], env: { ...env, ...wineVariables(tools.prefix) } };
    case "node-wasi":
      return { argv: [runnerProgram, "--no-warnings", tools.wasi, area, program, ...args], env: { ...env } };
    case "wasmtime": {
      const variables = passed.flatMap((name) => ["--env", name]);
      const module =
        tools.compiled === undefined ? [program] : ["--argv0", program, "--allow-precompiled", tools.compiled.path];
      return {
        argv: [runnerProgram, "run", "--dir", `${area}::${area}`, ...variables, ...module, ...args],
        env: { ...env },
      };
    }
    case "wazero": {
      const cache = tools.compiled === undefined ? [] : [`-cachedir=${tools.compiled.path}`];
      return {
        argv: [runnerProgram, "run", `-mount=${area}:${area}`, "-env-inherit", ...cache, program, ...args],
        env: { ...env },
      };
    }
    case "node-js":
    case "chromium": {
      // A name alone passes the variable on: values stay out of the list of processes.
      const browser = runner.kind === "chromium" ? ["--browser"] : [];
      const variables = passed.flatMap((name) => ["--env", name]);
      const mount = ["--dir", `${area}::${area}`];
      // The sockets in a browser's profile want a short path; the program in it has a /tmp of its own.
      const short = runner.kind === "chromium" ? { TMPDIR: "/tmp" } : {};
      return {
        argv: [...ownCommand(), "wasm", "run", ...browser, ...mount, ...variables, program, ...args],
        env: { ...env, ...short },
      };
    }
  }
}
