import type { Json } from "../json.ts";

/** One reason why a task is not what it was. */
export type Cause =
  | { readonly type: "never-built" }
  | { readonly type: "always"; readonly reason: string }
  | { readonly type: "file-changed"; readonly path: string }
  | { readonly type: "file-added"; readonly path: string }
  | { readonly type: "file-removed"; readonly path: string }
  /** `name` is the path into the task's params (`ldflags.0`, `env.CGO_ENABLED`). */
  | { readonly type: "param-changed"; readonly name: string; readonly before?: Json; readonly after?: Json }
  /** Records hold no secrets: that one changed is all that can be said. */
  | { readonly type: "secret-changed" }
  /** `name` is what the kind calls it (`toolchain`, `env GOFLAGS`, `cc`). */
  | { readonly type: "value-changed"; readonly name: string; readonly before?: string; readonly after?: string }
  | { readonly type: "outputs-changed"; readonly before: readonly string[]; readonly after: readonly string[] }
  | { readonly type: "kind-changed"; readonly kind: string; readonly before: number; readonly after: number }
  /** An upstream task made, or would make, another file. */
  | {
      readonly type: "upstream-changed";
      readonly task: string;
      readonly path?: string;
      readonly causes?: readonly Cause[];
    }
  /** The file in dist is gone or was changed by somebody else. */
  | { readonly type: "output-missing"; readonly path: string }
  | { readonly type: "output-changed"; readonly path: string }
  /** The store no longer has the result. */
  | { readonly type: "evicted"; readonly path?: string };

/** The answer of `plan --why`. */
export interface Explanation {
  readonly task: string;
  readonly title: string;
  /**
   * `fresh` nothing would happen, `restore` its files would come from the store, `run` it would run, `unknown` it has
   * no record yet (it would run unless the store knows its content).
   */
  readonly verdict: "fresh" | "restore" | "run" | "unknown";
  /** What would make it run or be restored now; empty when fresh. */
  readonly causes: readonly Cause[];
  /** What made it run the last time it did. */
  readonly lastRun?: { readonly causes: readonly Cause[] };
  /** What the kind has to say about the change: the packages that it reaches ... */
  readonly detail: readonly string[];
}

/** A cause in one line. */
export function formatCause(cause: Cause): string {
  switch (cause.type) {
    case "never-built":
      return "it was never built here";
    case "always":
      return cause.reason;
    case "file-changed":
      return `${cause.path} changed`;
    case "file-added":
      return `${cause.path} is new`;
    case "file-removed":
      return `${cause.path} is gone`;
    case "param-changed":
      return `${cause.name} changed${change(cause.before, cause.after)}`;
    case "value-changed":
      return `${cause.name} changed${change(cause.before, cause.after)}`;
    case "secret-changed":
      return "a value that is kept secret changed";
    case "outputs-changed":
      return `its files are named otherwise: ${cause.before.join(", ")} before, ${cause.after.join(", ")} now`;
    case "kind-changed":
      return `this version of Slipway makes "${cause.kind}" otherwise (${cause.before} before, ${cause.after} now)`;
    case "upstream-changed":
      return `${cause.path ?? "something"} of ${cause.task} changed`;
    case "output-missing":
      return `${cause.path} is missing`;
    case "output-changed":
      return `${cause.path} was changed by somebody else`;
    case "evicted":
      return cause.path === undefined ? "its result left the store" : `${cause.path} left the store`;
  }
}

function change(before: Json | undefined, after: Json | undefined): string {
  const [was, is] = excerpts(show(before), show(after));
  return `: ${was} before, ${is} now`;
}

/** Long values are cut around the place where they begin to differ. */
function excerpts(before: string, after: string): [string, string] {
  if (before.length <= SHOWN && after.length <= SHOWN) return [before, after];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = Math.max(0, same - SHOWN / 4);
  const cut = (text: string): string =>
    `${start > 0 ? "..." : ""}${text.slice(start, start + SHOWN)}${text.length > start + SHOWN ? "..." : ""}`;
  return [cut(before), cut(after)];
}

/** Characters of a value that an explanation shows. */
const SHOWN = 100;

function show(value: Json | undefined): string {
  if (value === undefined) return "not set";
  return JSON.stringify(value);
}
