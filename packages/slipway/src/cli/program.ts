import { Command, CommanderError } from "commander";
import { addBuild } from "./commands/build.ts";
import { addCache } from "./commands/cache.ts";
import { addCheck } from "./commands/check.ts";
import { addCi } from "./commands/ci.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDiff } from "./commands/diff.ts";
import { addContinue } from "./commands/continue.ts";
import { addEdit } from "./commands/edit.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addInit } from "./commands/init.ts";
import { addInspect } from "./commands/inspect.ts";
import { addJsonSchema } from "./commands/jsonschema.ts";
import { addPortability } from "./commands/portability.ts";
import { addMerge } from "./commands/merge.ts";
import { addPlan } from "./commands/plan.ts";
import { addProve } from "./commands/prove.ts";
import { addRelease } from "./commands/release.ts";
import { addReproduce } from "./commands/reproduce.ts";
import { addVersion } from "./commands/version.ts";
import { addWasm } from "./commands/wasm/wasm.ts";
import { reportFailure } from "./failure.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/**
 * Runs one command line and gives the exit code (design, invariant 9). The only place where errors become exit codes.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let exitCode = 0;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    if (args.length === 0) program.help();
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    const json = args.includes("--json");
    const dir = folderOf(args);
    if (!(error instanceof CommanderError)) return reportFailure(error, terminal, { json, dir });
    if (error.exitCode === 0) return 0;
    const usage = usageError(error, program, args);
    return usage === undefined ? 2 : reportFailure(usage, terminal, { json, dir });
  }
}

/** The tree of commands. Each adds itself and loads its work only when it runs. */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  // Errors become exceptions, which are told in one way whoever finds them.
  const output = { writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined };
  const program = new Command("slipway")
    .description("Makes the programs, archives and checksums of a Go module for macOS, Windows, Linux and WebAssembly")
    .option("-C <dir>", "run as if started in this folder")
    // What stands after a program to run belongs to that program, so each command reads its own flags only.
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput(output)
    .addHelpText("after", EXAMPLES)
    // Commander's own way of printing help where a command is missing ends with an error; asking for nothing is no error.
    .helpCommand(true);
  for (const add of [
    addInit,
    addCheck,
    addPlan,
    addPortability,
    addBuild,
    addRelease,
    addProve,
    addWasm,
    addReproduce,
    addDiff,
    addMerge,
    addContinue,
    addCi,
    addCache,
    addDoctor,
    addInspect,
    addEdit,
    addJsonSchema,
    addCompletion,
    addVersion,
  ]) {
    add(program, { terminal, exit });
  }
  // -C reads well before and after the command, as with git and go.
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput(output).showSuggestionAfterError();
    command.option("-C <dir>", "run as if started in this folder");
  }
  return program;
}

/** What `-C` names on a command line that may be wrong otherwise. */
function folderOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((word) => word.startsWith("-C"));
  return at < 0 ? undefined : args[at]!.slice(2) || args[at + 1];
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

const EXAMPLES = `
Examples:
  slipway release --snapshot        build, pack and checksum everything; no tag needed
  slipway plan --snapshot           what that would make, without making it
  slipway build --snapshot --single-target -o .
                                    only the program for this machine, copied here
  slipway doctor                    is everything here that the project needs?
  slipway check                     is the project file right?
  slipway wasm run tool.wasm        run a program built for the web, here or in a browser
  slipway inspect PROGRAM           what is this file, how was it built, what does it need?

slipway.yaml speaks GoReleaser's language; a .goreleaser.yaml is read as it is, and a module without a file is
released with good defaults.

Exit codes: 0 done, 1 failed, 2 wrong usage or config, 3 not reproducible, 4 refused by a check.
`;
