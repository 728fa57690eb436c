import { readFile } from "node:fs/promises";
import path from "node:path";
import { Option, type Command } from "commander";
import { SlipwayError } from "../errors.ts";
import type { Project, ShardBy, ShardOptions } from "../index.ts";

/** Flags of `release` that make one machine's part. */
export interface ShardFlags {
  readonly C?: string;
  readonly shard?: string;
  readonly by?: ShardBy;
  readonly out?: string;
  readonly plan?: string;
  readonly split?: boolean;
  readonly singleTarget?: boolean;
}

/** Adds them. */
export function addShardFlags(command: Command): Command {
  return command
    .option("--shard <i/n>", "make only this part of the release; slipway merge puts the parts together")
    .option("--out <folder>", "where the shard goes, with --shard")
    .addOption(
      new Option("--by <way>", "how to cut (default: shards.by of the project file)").choices([
        "cost",
        "target",
        "goos",
      ]),
    )
    .option("--plan <file>", "a plan of slipway plan --json whose costs decide the cut")
    .option("--split", "GoReleaser's way: the part that partial.by, GGOOS and GGOARCH name, into dist/<goos>");
}

/** What the flags ask for, or `undefined` for a whole release. @throws SlipwayError `usage`. */
export async function shardOptions(
  flags: ShardFlags,
  project: Project,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<ShardOptions, "shard" | "out" | "plan"> | undefined> {
  if (flags.shard === undefined && !flags.split) {
    for (const name of ["out", "by", "plan"] as const) {
      if (flags[name] !== undefined) {
        throw new SlipwayError("usage", `--${name} goes with --shard`, {
          hint: "slipway release --shard 1/2 --out DIR",
        });
      }
    }
    return undefined;
  }
  if (flags.shard !== undefined && flags.split)
    throw new SlipwayError("usage", "--shard and --split exclude each other");
  if (flags.singleTarget) throw new SlipwayError("usage", "--single-target is no part of a shard");
  if (flags.split) {
    if (flags.by !== undefined || flags.plan !== undefined) {
      throw new SlipwayError("usage", "--by and --plan go with --shard, not with --split");
    }
    return splitOptions(flags, project, env);
  }
  if (flags.out === undefined) {
    throw new SlipwayError("usage", "--shard wants a folder for what it makes", {
      hint: `slipway release --shard ${flags.shard} --out DIR`,
    });
  }
  const { parseShard } = await import("../index.ts");
  return {
    shard: parseShard(flags.shard ?? "", {
      by: flags.by ?? project.config.shards.by,
      native: project.config.shards.native,
    }),
    out: flags.out,
    ...(flags.plan === undefined
      ? {}
      : { plan: { file: flags.plan, text: await planText(path.resolve(flags.C ?? ".", flags.plan)) } }),
  };
}

/** `--split` as the paid edition of GoReleaser has it: `GGOOS` and `GGOARCH` choose, this machine is the default. */
function splitOptions(
  flags: ShardFlags,
  { config, facts }: Project,
  env: Readonly<Record<string, string | undefined>>,
): Pick<ShardOptions, "shard" | "out"> {
  const { by } = config.partial;
  const goos = env["GGOOS"] || facts.host.os;
  const goarch = by === "target" ? env["GGOARCH"] || facts.host.arch : undefined;
  return {
    shard: { type: "split", by, goos, ...(goarch === undefined ? {} : { goarch }) },
    out: flags.out ?? `${config.dist}/${goarch === undefined ? goos : `${goos}_${goarch}`}`,
  };
}

async function planText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new SlipwayError("file-not-found", `Cannot read the plan "${file}"`, {
      hint: "slipway plan --json > plan.json",
      cause: error,
    });
  }
}

/** What the flags name that may lie in the checkout. */
export function shardPaths({ out, plan }: ShardFlags): string[] {
  return [out, plan].filter((path) => path !== undefined);
}
