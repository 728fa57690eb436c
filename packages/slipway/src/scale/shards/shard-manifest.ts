import * as v from "valibot";
import { canonicalJson } from "../../canonical-json.ts";
import { SlipwayError } from "../../errors.ts";
import type { Check } from "../../checks.ts";
import type { Finding } from "../../findings.ts";
import type { Json, JsonObject } from "../../json.ts";
import { sha256 } from "../../platform/hash.ts";

/** The file of a shard's folder that tells what is in it. */
export const SHARD_MANIFEST = "slipway-shard.json";

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const digests = v.record(v.string(), hex);

/** A relative path that stays below the folder it is in. */
const inside = v.pipe(
  v.string(),
  v.check(
    (path) => path !== "" && !/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.?($|[/\\])|\0/.test(path),
    "a path inside of the folder",
  ),
);

const manifestSchema = v.object({
  schema: v.literal(1),
  /** `false` while files are still written: what the folder holds is ours, but not all of it. */
  complete: v.boolean(),
  /** `2 of 5 by cost`. */
  shard: v.string(),
  /** Numbered shards of one cut; absent for a split by name. */
  part: v.optional(v.object({ index: v.number(), count: v.number(), by: v.picklist(["cost", "target", "goos"]) })),
  /** The target whose proofs were made again on a machine of its kind, over the files of other shards. */
  proves: v.optional(v.string()),
  /** What the plan was made with; a merge uses the same. */
  options: v.object({
    snapshot: v.boolean(),
    nightly: v.boolean(),
    skip: v.array(v.string()),
    ids: v.array(v.string()),
  }),
  identity: v.object({
    slipway: v.string(),
    project: v.string(),
    version: v.string(),
    commit: v.string(),
    toolchain: v.string(),
    config: digests,
    tasks: digests,
  }),
  tasks: v.array(
    v.object({
      id: v.string(),
      outputs: v.array(
        v.object({
          path: inside,
          digest: hex,
          size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
          mode: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0o7777)),
          /** Whether the folder holds the bytes; files that nothing outside of the shard reads stay behind. */
          here: v.boolean(),
        }),
      ),
      extra: v.record(
        v.string(),
        v.custom<JsonObject>((value) => typeof value === "object" && value !== null),
      ),
      findings: v.array(v.custom<Finding>((value) => typeof value === "object" && value !== null)),
      checks: v.optional(v.array(v.custom<Check>((value) => typeof value === "object" && value !== null))),
    }),
  ),
});

/** What a shard's folder holds: deterministic, so that a shard made twice is the same folder twice. */
export type ShardManifest = v.InferOutput<typeof manifestSchema>;

/** The manifest as a file's text, with its own digest in it: a file that was cut or edited is seen. */
export function shardManifestText(manifest: ShardManifest): string {
  return `${JSON.stringify({ digest: digestOf(manifest), ...manifest }, null, 2)}\n`;
}

/** Names a shard's content: equal for equal shards, wherever and in whatever order they were made. */
export function digestOf(manifest: ShardManifest): string {
  return sha256(canonicalJson(manifest as unknown as Json));
}

/** Reads what `shardManifestText` wrote. @throws SlipwayError `shard-invalid`, which names the file. */
export function parseShardManifest(text: string, file: string): ShardManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(file, "it is no JSON", error);
  }
  const parsed = v.safeParse(manifestSchema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw invalid(file, `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
  }
  const digest = (value as { digest?: unknown }).digest;
  if (digest !== digestOf(parsed.output)) throw invalid(file, "it was changed after it was written");
  return parsed.output;
}

function invalid(file: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError("shard-invalid", `Cannot read the shard's manifest "${file}": ${why}`, {
    hint: "make the shard again with slipway release --shard",
    ...(cause === undefined ? {} : { cause }),
  });
}
