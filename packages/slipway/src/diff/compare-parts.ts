import type { Contents, Part } from "../contents/container.ts";
import { orderOf } from "../binary/diff/item-order.ts";
import { CLOCK_HINT, valueHint } from "../binary/diff/value-hint.ts";
import { MEMBER_TIME_HINT, seen, type Collector, type Seen } from "./collector.ts";
import type { DiffCode } from "./difference.ts";

/** What the facts of a part are about. All others are of its header. */
const FACT_CODES: Readonly<Record<string, DiffCode>> = {
  time: "member-time",
  owner: "member-owner",
  mode: "member-mode",
};

const HINTS: Partial<Readonly<Record<DiffCode, string>>> = {
  "member-time": MEMBER_TIME_HINT,
  "member-owner": "pack with fixed owners",
  "member-mode": "pack with fixed modes: these came from the umask or the file system",
};

/** Two parts with one name. */
export interface Pair {
  readonly a: Part;
  readonly b: Part;
}

/** Compares what containers say of themselves and of their parts, and gives the files whose contents are left to compare. */
export function compareParts(a: Contents, b: Contents, path: string, out: Collector): readonly Pair[] {
  compareOwnFacts(a, b, path, out);
  const others = new Map<string, Part[]>();
  for (const part of b.parts) {
    const same = others.get(part.name);
    if (same === undefined) others.set(part.name, [part]);
    else same.push(part);
  }
  const pairs: Pair[] = [];
  const onlyA: Part[] = [];
  for (const part of a.parts) {
    const other = others.get(part.name)?.shift();
    if (other === undefined) onlyA.push(part);
    else pairs.push({ a: part, b: other });
  }
  const onlyB = [...others.values()].flat();
  const renamed = pairRenamed(onlyA, onlyB);
  for (const pair of renamed) {
    const [one, other] = changedWords(pair.a.name, pair.b.name);
    out.renames.set(one, other);
    const told = seen("renamed", "version in file names", one, other, valueHint(one, other));
    out.cause(told, { path: joined(path, pair.a.name) });
  }
  const paired = new Set(renamed.flatMap((pair) => [pair.a, pair.b]));
  for (const part of onlyA.filter((each) => !paired.has(each)))
    out.cause(missing(part, "A"), { path: joined(path, part.name), offsetA: part.offset });
  for (const part of onlyB.filter((each) => !paired.has(each)))
    out.cause(missing(part, "B"), { path: joined(path, part.name), offsetB: part.offset });
  if (a.kind !== "folder") compareOrder(a, b, pairs, path, out);
  const all = [...pairs, ...renamed];
  comparePartFacts(all, path, out);
  return all.filter((pair) => pair.a.open !== undefined && pair.b.open !== undefined);
}

function missing(part: Part, side: "A" | "B"): Seen {
  const what = part.type === "file" ? "the file" : part.type === "folder" ? "the folder" : "the entry";
  const [a, b] = side === "A" ? ["present", null] : [null, "present"];
  return {
    code: "missing",
    subject: part.name,
    message: `Only ${side} has ${what} ${JSON.stringify(part.name)}`,
    a,
    b,
  };
}

function compareOwnFacts(a: Contents, b: Contents, path: string, out: Collector): void {
  for (const key of new Set([...Object.keys(a.facts), ...Object.keys(b.facts)])) {
    const [one, other] = [a.facts[key] ?? null, b.facts[key] ?? null];
    if (one === other) continue;
    const code = a.kind === "rpm" ? "package-field" : "compressed-header";
    const isTime = key === "time" || /TIME/.test(key);
    const hint = isTime ? CLOCK_HINT : undefined;
    out.cause(seen(code, `${a.kind} ${key}`, timed(key, one), timed(key, other), hint), { path });
  }
}

function compareOrder(a: Contents, b: Contents, pairs: readonly Pair[], path: string, out: Collector): void {
  const shared = new Set(pairs.map((pair) => pair.a.name));
  const names = (contents: Contents): string[] =>
    contents.parts.filter((part) => shared.has(part.name)).map((part) => part.name);
  const order = orderOf(names(a), names(b), "members");
  if (order !== undefined) out.cause({ code: "member-order", ...order }, { path });
}

/** One cause for each kind of fact and pair of values: a hundred members with another time are one cause. */
function comparePartFacts(pairs: readonly Pair[], path: string, out: Collector): void {
  for (const { a, b } of pairs) {
    if (a.type !== b.type) {
      out.cause(seen("kind", joined("", a.name), a.type, b.type), { path: joined(path, a.name) });
      continue;
    }
    for (const key of new Set([...Object.keys(a.facts), ...Object.keys(b.facts)])) {
      const [one, other] = [a.facts[key] ?? null, b.facts[key] ?? null];
      if (one === other) continue;
      const code = FACT_CODES[key] ?? "member-header";
      const told = seen(code, SUBJECTS[key] ?? key, timed(key, one), timed(key, other), HINTS[code]);
      out.cause(told, { path: joined(path, a.name), offsetA: a.offset, offsetB: b.offset });
    }
  }
}

const SUBJECTS: Readonly<Record<string, string>> = {
  time: "time of members",
  owner: "owner of members",
  mode: "mode of members",
};

function timed(key: string, value: string | null): string | null {
  if (value === null || key !== "time" || !/^-?\d{1,11}$/.test(value)) return value;
  return value === "0" ? "none" : new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z");
}

/** Versions in file names: `1.2.3`, `v1.2.3-rc.1+build`, `0.0.0-SNAPSHOT-4fc3ee5`. */
const VERSION = /v?\d+\.\d+(?:\.\d+)?(?:[-+~][0-9A-Za-z.]+(?:-[0-9A-Za-z.]+)*)?/g;

/** Pairs what is left by its name without versions, where that leaves no doubt. */
function pairRenamed(a: readonly Part[], b: readonly Part[]): readonly Pair[] {
  const group = (parts: readonly Part[]): Map<string, Part[]> => {
    const groups = new Map<string, Part[]>();
    for (const part of parts) {
      const key = part.name.replace(VERSION, "#");
      if (key !== part.name) groups.set(key, [...(groups.get(key) ?? []), part]);
    }
    return groups;
  };
  const others = group(b);
  return [...group(a)].flatMap(([key, parts]) => {
    const other = others.get(key);
    return parts.length === 1 && other?.length === 1 ? [{ a: parts[0]!, b: other[0]! }] : [];
  });
}

/** The version words of two names that differ; they may end in what follows a version (`1.0.0.tar`). */
function changedWords(a: string, b: string): readonly [string, string] {
  const words = (name: string): string[] => (name.match(VERSION) ?? []).map((word) => word.replace(/\.[a-z].*$/, ""));
  const other = words(b);
  const changed = words(a).flatMap((word, index) =>
    word === other[index] ? [] : [[word, other[index] ?? ""] as const],
  );
  return changed[0] ?? [a, b];
}

/** A path through containers. The content of a compressed file has the file's own. */
export function joined(path: string, name: string): string {
  if (name === "") return path;
  return path === "" ? name : `${path}/${name}`;
}
