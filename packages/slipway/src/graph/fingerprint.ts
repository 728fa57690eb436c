import type { Json, JsonObject } from "../json.ts";
import type { Kind } from "../plan/kind.ts";
import { isInternal, type Task } from "../plan/task.ts";
import { sha256 } from "../platform/hash.ts";
import { isAbsolute, relative, toSlash } from "../platform/path.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { FileNow } from "./made.ts";

/**
 * Everything that decides the bytes of a task's outputs. Two tasks with equal fingerprints are the same work, in this
 * checkout or in another; the key of the store is the SHA-256 of this record as canonical JSON.
 */
export interface Fingerprint {
  /** Another shape of this record must never meet an old key. */
  readonly schema: 1;
  /** Two kinds may have equal params. */
  readonly kind: string;
  /** Raised by the kind when it makes other bytes of the same. */
  readonly version: number;
  /** What the plan decided, templates filled in. Taken as it is: a kind that puts an absolute path in here says that it matters. */
  readonly params: JsonObject;
  /** Names of what is made, since formats carry names. Modes and times are not in it: they are set when a file is put in place. */
  readonly outputs: readonly string[];
  /** Bytes of upstream files by output path, and what their makers told of them, since `told` can be read. */
  readonly inputs: Readonly<Record<string, InputDigest>>;
  /** What the kind found out just now: tool versions, sums of modules, globs. */
  readonly values: Readonly<Record<string, string>>;
  /** Content by name; see `fileNames`. Folder listings and stat states are not in it: they only tell when to look again. */
  readonly files: Readonly<Record<string, string>>;
}

/** An input as the fingerprint sees it. */
export interface InputDigest {
  readonly digest: string;
  readonly told?: JsonObject;
}

/** The content key of a fingerprint. */
export function keyOf(fingerprint: Fingerprint): string {
  return sha256(canonicalJson(fingerprint as unknown as Json));
}

/** What of a task's fingerprint the plan and the PATH alone decide; equal specs, inputs and files mean equal fingerprints. */
export function specOf(task: Task, kind: Kind, path: string): string {
  return sha256(
    canonicalJson({
      kind: kind.name,
      version: kind.version,
      params: task.params,
      inputs: task.inputs,
      // Not in the fingerprint: another PATH may lead to the same programs.
      ...(usesPath(task, kind) ? { path } : {}),
      outputs: task.outputs.map((output) => ({
        path: output.path,
        mode: output.mode,
        internal: isInternal(output),
        ...(output.mtime === undefined ? {} : { mtime: output.mtime }),
      })),
    }),
  );
}

function usesPath(task: Task, { usesPath: uses }: Kind): boolean {
  return typeof uses === "function" ? uses(task) : (uses ?? false);
}

/**
 * What decides about a task's discovery beside the paths that it names; `undefined` for a kind that always looks around.
 */
export function lookOf(task: Task, kind: Kind, path: string): string | undefined {
  if (kind.discoversBy === undefined) return undefined;
  const { name, version } = kind;
  return sha256(
    canonicalJson({ kind: name, version, by: kind.discoversBy(task), ...(usesPath(task, kind) ? { path } : {}) }),
  );
}

/** The PATH of an environment, however the host spells it. */
export function pathOf(env: Readonly<Record<string, string>>): string {
  return env["PATH"] ?? env["Path"] ?? "";
}

/**
 * Names for files that hold in every checkout: relative to the project's folder below it, and for files outside
 * (toolchain, module cache, a replaced module beside the project) the shortest tail of the path that tells them apart,
 * since home folders differ between people while the content and its role do not.
 */
export function fileNames(root: string, files: readonly FileNow[]): Record<string, string> {
  const names: Record<string, string> = {};
  const outside: FileNow[] = [];
  for (const file of files) {
    const path = relative(root, file.path);
    if (path === ".." || path.startsWith("../") || path.startsWith("..\\") || isAbsolute(path)) outside.push(file);
    else names[toSlash(path)] = file.digest;
  }
  let open = outside.map((file) => ({ file, parts: toSlash(file.path).split("/").reverse() }));
  for (let length = 1; open.length > 0; length += 1) {
    const byTail = Map.groupBy(open, ({ parts }) => parts.slice(0, length).toReversed().join("/"));
    open = [];
    for (const [tail, group] of byTail) {
      const alone = group.length === 1 || group.every(({ parts }) => parts.length <= length);
      if (alone) names[`outside:${tail}`] = group[0]!.file.digest;
      else open.push(...group);
    }
  }
  return names;
}
