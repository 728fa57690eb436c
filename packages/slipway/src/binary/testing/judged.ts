import { inspectBinary } from "../inspect/inspect-binary.ts";
import { judge } from "../policy/judge.ts";
import type { Policy } from "../policy/policy.ts";

/** What a policy says of bytes: `severity code`, in order. */
export function judged(bytes: Uint8Array, policy: Policy = {}): readonly string[] {
  return judge(inspectBinary(bytes), bytes, policy).map(({ severity, code }) => `${severity} ${code}`);
}

/** A copy with a few bytes changed. */
export function patched(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  change(new DataView(copy.buffer));
  return copy;
}
