import { InvalidArgumentError, Option, type Command } from "commander";
import { suggestWord } from "../plan/suggest.ts";
import { parseByteSize } from "./byte-size.ts";
import { readBooleanValues } from "./boolean-values.ts";
import { completeWith } from "./option-words.ts";
import { parseDuration } from "./duration.ts";
import type { ProjectFlags } from "./project-flags.ts";

/** Flags that say what is planned, spelt as GoReleaser's. */
export interface ChoiceFlags extends ProjectFlags {
  readonly snapshot?: boolean;
  readonly autoSnapshot?: boolean;
  readonly singleTarget?: boolean;
  readonly id?: readonly string[];
  readonly skip?: readonly string[];
}

/** Flags of commands that run something: how, not what. */
export interface MachineFlags {
  readonly clean?: boolean;
  readonly parallelism?: number;
  readonly memory?: number;
  readonly timeout: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly verifyCache?: boolean;
  readonly profile?: string;
}

/** Flags of commands that run a plan, beside those that choose it. */
export interface RunFlags extends ChoiceFlags, MachineFlags {}

/** Adds the flags that choose; `steps` are the words that `--skip` takes. */
export function addChoiceFlags(command: Command, steps: readonly string[]): Command {
  readBooleanValues(command);
  const choosing = command
    .option("--snapshot", "a version that is not a release: needs no tag and no clean checkout")
    .option("--auto-snapshot", "like --snapshot when the checkout has changes")
    .option("--single-target", "only this machine's target, or that of GOOS and GOARCH")
    .option("--id <id>", "only the build with this id; may be given more than once", collect);
  return addSkipFlag(choosing, steps);
}

/** Adds `--skip` with the words that it takes. */
export function addSkipFlag(command: Command, steps: readonly string[]): Command {
  const option = new Option("--skip <steps>", `leave out steps, with commas: ${steps.join(", ")}`).argParser(
    (value, before: string[] | undefined) => skips(value, steps, before ?? []),
  );
  return command.addOption(completeWith(option, steps));
}

/** Adds the flags that choose and those that run. */
export function addRunFlags(command: Command, steps: readonly string[]): Command {
  return addMachineFlags(addChoiceFlags(command, steps));
}

/** Adds the flags that say how to run. */
export function addMachineFlags(command: Command): Command {
  return command
    .option("--clean", "remove files from the dist folder that Slipway did not make")
    .option(
      "-p, --parallelism <number>",
      "how many tasks may run at once (default, and at most: the number of cores)",
      positive,
    )
    .option(
      "--memory <bytes>",
      "memory for all tasks together, with k, M or G; default: most of what is free",
      parseByteSize,
    )
    .option("--timeout <duration>", "give up after this time", "1h")
    .option("--verify-cache", "make everything again and compare it with the cache")
    .option("--profile <file>", "write a timeline for chrome://tracing or Perfetto")
    .option("--json", "events as JSON, one a line, on standard output")
    .option("--verbose", "show what tools print");
}

/** What of a project the flags choose. */
export function choiceOptions(flags: ChoiceFlags): {
  snapshot: boolean;
  autoSnapshot: boolean;
  singleTarget: boolean;
  ids: readonly string[];
  skip: readonly string[];
} {
  return {
    snapshot: flags.snapshot ?? false,
    autoSnapshot: flags.autoSnapshot ?? false,
    singleTarget: flags.singleTarget ?? false,
    ids: flags.id ?? [],
    skip: flags.skip ?? [],
  };
}

/** The options of a run that flags give to `build` and `release` alike. */
export function runOptions(flags: RunFlags): ReturnType<typeof choiceOptions> & ReturnType<typeof machineOptions> {
  return { ...choiceOptions(flags), ...machineOptions(flags) };
}

/** How to run, from flags. */
export function machineOptions(flags: MachineFlags): {
  clean: boolean;
  timeoutMs: number;
  verifyCache: boolean;
  parallelism?: number;
  memory?: number;
  profile?: string;
} {
  return {
    clean: flags.clean ?? false,
    timeoutMs: parseDuration(flags.timeout, "--timeout"),
    verifyCache: flags.verifyCache ?? false,
    ...(flags.parallelism === undefined ? {} : { parallelism: flags.parallelism }),
    ...(flags.memory === undefined ? {} : { memory: flags.memory }),
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  };
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError("It must be a whole number from 1 to 99999.");
  return Number(value);
}

function skips(value: string, steps: readonly string[], before: readonly string[]): string[] {
  // As from --skip="$SKIP" in a script that has nothing to skip.
  if (value === "") return [...before];
  const words = value.split(",").map((word) => word.trim());
  for (const word of words) {
    if (steps.includes(word)) continue;
    const meant = suggestWord(word, steps);
    throw new InvalidArgumentError(
      `"${word}" is none of ${steps.join(", ")}.${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`,
    );
  }
  return [...before, ...words];
}
