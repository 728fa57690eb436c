import type { Check } from "../../checks.ts";
import type { Finding } from "../../findings.ts";
import type { JsonObject } from "../../json.ts";
import { sha256 } from "../../platform/hash.ts";
import type { LogLine } from "../made.ts";

/** What the task with one key made. Nothing in it depends on where or when it was made but `ms`, `cpuMs` and `peakBytes`. */
export interface ActionRecord {
  readonly schema: 1;
  readonly key: string;
  readonly outputs: readonly { readonly path: string; readonly digest: string; readonly size: number }[];
  readonly findings: readonly Finding[];
  /** Absent where there are none. */
  readonly checks?: readonly Check[];
  readonly log: readonly LogLine[];
  readonly extra: Readonly<Record<string, JsonObject>>;
  readonly ms: number;
  readonly cpuMs?: number;
  readonly peakBytes?: number;
}

const HEAD = '{"sum":"';
const MIDDLE = '","record":';

/** The file's text: the record with a checksum of its exact text before it, so that any damage shows. */
export function writeAction(record: ActionRecord): string {
  const body = JSON.stringify(record);
  return `${HEAD}${sha256(body)}${MIDDLE}${body}}`;
}

/** The record, or `undefined` when the text is damaged, of another version or of another key. */
export function readAction(text: string, key: string): ActionRecord | undefined {
  const bodyAt = HEAD.length + 64 + MIDDLE.length;
  const body = text.slice(bodyAt, -1);
  if (`${HEAD}${sha256(body)}${MIDDLE}${body}}` !== text) return undefined;
  const record = JSON.parse(body) as ActionRecord;
  return record.schema === 1 && record.key === key ? record : undefined;
}
