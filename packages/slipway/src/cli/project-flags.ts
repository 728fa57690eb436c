import type { Command } from "commander";
import type { CommandHost } from "./command-host.ts";
import { interruptSignal } from "./interrupt.ts";
import type { OpenOptions } from "../index.ts";

/** Flags of every command that opens a project. */
export interface ProjectFlags {
  readonly C?: string;
  readonly config?: string;
  readonly strict?: boolean;
}

/** Flags of some of them that templates may ask about before a plan is made. */
interface AskedFlags {
  readonly snapshot?: boolean;
  readonly nightly?: boolean;
}

/** Adds the flags that say which project and which file. */
export function addProjectFlags(command: Command): Command {
  return command
    .option("-f, --config <file>", 'project file; "-" reads standard input')
    .option("--strict", "a section that nothing acts on yet is an error");
}

/** What opening a project takes, from flags and this process. `ours` are paths beside dist that do not make a checkout dirty. */
export async function openOptions(
  command: Command,
  host: CommandHost,
  ours: readonly string[] = [],
): Promise<OpenOptions> {
  const flags = command.optsWithGlobals<ProjectFlags & AskedFlags>();
  return {
    dir: flags.C ?? ".",
    env: process.env,
    strict: flags.strict ?? false,
    asked: { snapshot: flags.snapshot ?? false, nightly: flags.nightly ?? false },
    ours,
    signal: interruptSignal(),
    onMessage: (text) => host.terminal.err(`${text}\n`),
    ...(flags.config === undefined ? {} : { file: flags.config }),
    ...(flags.config === "-" ? { stdin: await readStandardInput() } : {}),
  };
}

/** All of standard input as text. */
export async function readStandardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}
