import { InvalidArgumentError, type Command } from "commander";
import { parseDuration } from "./duration.ts";
import type { ProjectFlags } from "./project-flags.ts";

/** Flags that `build` and `release` share, spelt as GoReleaser's. */
export interface RunFlags extends ProjectFlags {
  readonly snapshot?: boolean;
  readonly autoSnapshot?: boolean;
  readonly clean?: boolean;
  readonly singleTarget?: boolean;
  readonly id?: readonly string[];
  readonly skip?: readonly string[];
  readonly parallelism?: number;
  readonly timeout: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly verifyCache?: boolean;
  readonly profile?: string;
}

/** Adds the flags; `steps` are the words that `--skip` takes. */
export function addRunFlags(command: Command, steps: readonly string[]): Command {
  return command
    .option("--snapshot", "a version that is not a release: no tag needed, nothing published")
    .option("--auto-snapshot", "like --snapshot when the work tree is dirty")
    .option("--clean", "empty the dist folder first")
    .option("--single-target", "only this machine's target, or that of GOOS and GOARCH")
    .option("--id <id>", "only this build; may be given more than once", collect)
    .option("--skip <steps>", `leave out steps: ${steps.join(", ")}`, (value, before: string[] | undefined) =>
      skips(value, steps, before ?? []),
    )
    .option("-p, --parallelism <number>", "how many tasks may run at once; default: the number of cores", positive)
    .option("--timeout <duration>", "give up after this time", "1h")
    .option("--verify-cache", "make everything again and compare it with the cache")
    .option("--profile <file>", "write a timeline for chrome://tracing or Perfetto")
    .option("--json", "events as JSON, one a line, on standard output")
    .option("--verbose", "show what tools print");
}

/** The options of a run that flags give to `build` and `release` alike. */
export function runOptions(flags: RunFlags): {
  snapshot: boolean;
  autoSnapshot: boolean;
  clean: boolean;
  singleTarget: boolean;
  ids: readonly string[];
  skip: readonly string[];
  timeoutMs: number;
  verifyCache: boolean;
  parallelism?: number;
  profile?: string;
} {
  return {
    snapshot: flags.snapshot ?? false,
    autoSnapshot: flags.autoSnapshot ?? false,
    clean: flags.clean ?? false,
    singleTarget: flags.singleTarget ?? false,
    ids: flags.id ?? [],
    skip: flags.skip ?? [],
    timeoutMs: parseDuration(flags.timeout, "--timeout"),
    verifyCache: flags.verifyCache ?? false,
    ...(flags.parallelism === undefined ? {} : { parallelism: flags.parallelism }),
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
  const words = value.split(",").map((word) => word.trim());
  for (const word of words) {
    if (!steps.includes(word)) throw new InvalidArgumentError(`"${word}" is none of ${steps.join(", ")}.`);
  }
  return [...before, ...words];
}
