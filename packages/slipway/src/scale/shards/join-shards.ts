import { SlipwayError } from "../../errors.ts";
import type { Plan } from "../../plan/plan.ts";
import { digestOf, type ShardManifest } from "./shard-manifest.ts";
import { identityDifference, sourceDifference, type IdentityDifference, type PlanIdentity } from "./plan-identity.ts";
import { isNative, partsOf } from "./divide-plan.ts";

/** A shard's folder and what its manifest says. */
export interface FoundShard {
  readonly folder: string;
  readonly manifest: ShardManifest;
}

/** A task that was done on another machine, and the folder that holds its files. */
export interface JoinedTask {
  readonly folder: string;
  readonly task: ShardManifest["tasks"][number];
}

/**
 * The shards' manifests have to be of one plan.
 *
 * @throws SlipwayError `shard-mismatch`, which names what differs, or `shard-missing` when there is none.
 */
export function agreeOnPlan(shards: readonly FoundShard[]): ShardManifest {
  const [first, ...others] = shards;
  if (first === undefined) throw noShards();
  for (const other of others) {
    const [a, b] = [first.manifest, other.manifest];
    // Other flags plan another version and other tasks: they are the cause.
    const difference =
      sourceDifference(a.identity, b.identity) ??
      flagsDifference(a.options, b.options) ??
      identityDifference(a.identity, b.identity);
    if (difference !== undefined) throw mismatch(first.folder, other.folder, difference);
  }
  return first.manifest;
}

function noShards(): SlipwayError {
  return new SlipwayError("shard-missing", "There are no shards to merge", {
    expected: "folders that slipway release --shard wrote, or what --split leaves below dist",
    hint: "GGOOS=linux slipway release --split, once for each system; or slipway release --shard 1/2 --out DIR",
  });
}

/** The plan of the machine that merges has to be theirs. @throws SlipwayError `shard-mismatch`. */
export function agreeWithPlan(shard: FoundShard, here: PlanIdentity): void {
  const difference = identityDifference(shard.manifest.identity, here);
  if (difference !== undefined) throw mismatch(shard.folder, "this checkout", difference);
}

/**
 * Puts the shards' tasks together and sees that none is there twice. The same shard given twice counts once.
 *
 * @throws SlipwayError `shard-overlap`.
 */
export function joinShards(shards: readonly FoundShard[], plan: Pick<Plan, "tasks">): ReadonlyMap<string, JoinedTask> {
  const distinct = [...new Map(shards.toReversed().map((shard) => [digestOf(shard.manifest), shard])).values()];
  const parts = distinct.filter(({ manifest }) => manifest.proves === undefined);
  const joined = new Map<string, JoinedTask>();
  for (const { folder, manifest } of parts) {
    for (const task of manifest.tasks) {
      const before = joined.get(task.id);
      if (before !== undefined) {
        throw new SlipwayError("shard-overlap", `Two shards hold the task "${task.id}"`, {
          actual: `${before.folder} and ${folder}`,
          hint: "merge the shards of one cut: the same count and the same way of cutting",
        });
      }
      joined.set(task.id, { folder, task });
    }
  }
  const proven = proofsOf(
    distinct.filter(({ manifest }) => manifest.proves !== undefined),
    plan,
  );
  return new Map([...joined, ...proven]);
}

/** What was proven on the real thing stands instead of what another machine could prove, or had to leave out. It changes no file. */
function proofsOf(proofs: readonly FoundShard[], plan: Pick<Plan, "tasks">): Map<string, JoinedTask> {
  const provable = new Set(plan.tasks.filter(({ stage }) => stage === "prove").map(({ id }) => id));
  const proven = new Map<string, JoinedTask>();
  for (const { folder, manifest } of proofs) {
    for (const task of manifest.tasks) if (provable.has(task.id)) proven.set(task.id, { folder, task });
  }
  return proven;
}

/** What has to be there. */
export interface Needed {
  readonly joined: ReadonlyMap<string, JoinedTask>;
  /** Only this target, `darwin/arm64`; all of them without it. */
  readonly wanted?: string;
}

/** Every target has to be in some shard. @throws SlipwayError `shard-gap`, which names the targets and the shards that are missing. */
export function refuseGaps(all: readonly FoundShard[], plan: Pick<Plan, "tasks">, { joined, wanted }: Needed): void {
  const shards = all.filter(({ manifest }) => manifest.proves === undefined);
  const missing = partsOf(plan.tasks, "target").groups.flatMap(({ targets, tasks }) =>
    tasks.every(({ id }) => joined.has(id)) ||
    (wanted !== undefined && !targets.every((each) => isNative(each, [wanted])))
      ? []
      : targets,
  );
  if (missing.length === 0) return;
  const part = shards[0]?.manifest.part;
  const seen = new Set(shards.map(({ manifest }) => manifest.part?.index));
  const absent =
    part === undefined ? [] : Array.from({ length: part.count }, (_, at) => at + 1).filter((index) => !seen.has(index));
  const names = absent.map((index) => `${index}/${part?.count}`);
  const others = names.slice(1);
  throw new SlipwayError("shard-gap", `No shard holds ${[...new Set(missing)].join(", ")}`, {
    ...(absent.length === 0 ? {} : { expected: `shard ${names.join(", ")}` }),
    actual: shards.map(({ folder, manifest }) => `${folder} (${manifest.shard})`).join(", "),
    hint:
      absent.length === 0
        ? "merge all shards of one cut"
        : `slipway release${flagsOf(shards[0])} --shard ${absent[0]}/${part?.count} --out DIR${others.length === 0 ? "" : `, and the same for ${others.join(", ")}`}`,
  });
}

/** The flags that a shard was made with, as they are written. */
function flagsOf(shard: FoundShard | undefined): string {
  const { snapshot = false, nightly = false, skip = [], ids = [] } = shard?.manifest.options ?? {};
  const by = shard?.manifest.part?.by;
  return [
    ...(snapshot ? ["--snapshot"] : []),
    ...(nightly ? ["--nightly"] : []),
    ...(skip.length === 0 ? [] : [`--skip=${skip.join(",")}`]),
    ...ids.map((id) => `--id ${id}`),
    ...(by === undefined || by === "cost" ? [] : [`--by ${by}`]),
  ]
    .map((flag) => ` ${flag}`)
    .join("");
}

/** The first flag that two runs had otherwise. The order of a list says nothing. */
function flagsDifference(a: RunFlags, b: RunFlags): IdentityDifference | undefined {
  const list = (flag: string, words: readonly string[]): string =>
    words.length === 0 ? `no ${flag}` : `${flag}=${[...words].sort().join(",")}`;
  const said = ({ snapshot, nightly, skip, ids }: RunFlags): Readonly<Record<string, string>> => ({
    "--snapshot": snapshot ? "--snapshot" : "no --snapshot",
    "--nightly": nightly ? "--nightly" : "no --nightly",
    "--skip": list("--skip", skip),
    "--id": list("--id", ids),
  });
  const [left, right] = [said(a), said(b)];
  const flag = Object.keys(left).find((each) => left[each] !== right[each]);
  return flag === undefined ? undefined : { what: `flag ${flag}`, a: left[flag] ?? "", b: right[flag] ?? "" };
}

type RunFlags = ShardManifest["options"];

function mismatch(a: string, b: string, difference: NonNullable<ReturnType<typeof identityDifference>>): SlipwayError {
  const said = (side: string, text: string): string => (text === "" ? side : `${text} in ${side}`);
  return new SlipwayError("shard-mismatch", `Cannot merge: the ${difference.what} is not the same`, {
    expected: said(a, difference.a),
    actual: said(b, difference.b),
    hint: "make all shards, and merge them, from one commit with the same file, Go and flags",
  });
}
