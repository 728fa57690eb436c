import { execFileSync } from "node:child_process";

/** What `llvm-readobj` prints, as a tree: `Key: value` lines, `Name {` groups, `Name [` lists. */
export interface ReadobjNode {
  readonly values: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, readonly ReadobjNode[]>;
}

/** Runs it on a file. */
export function readobj(file: string, ...flags: readonly string[]): ReadobjNode {
  return parse(execFileSync("llvm-readobj", [...flags, file], { encoding: "utf8", maxBuffer: 1 << 29 }));
}

function parse(text: string): ReadobjNode {
  interface Building {
    values: Map<string, string>;
    groups: Map<string, Building[]>;
  }
  const root: Building = { values: new Map(), groups: new Map() };
  const open = [root];
  for (const line of text.split("\n")) {
    const top = open.at(-1)!;
    const start = /^\s*(.*?) ?([[{])(?: \((0x[0-9A-Fa-f]+)\))?$/.exec(line);
    if (start !== null) {
      const node: Building = { values: new Map(), groups: new Map() };
      const name = start[1]!;
      if (start[3] !== undefined) top.values.set(name, start[3]);
      top.groups.set(name, [...(top.groups.get(name) ?? []), node]);
      open.push(node);
    } else if (/^\s*[\]}]$/.test(line)) {
      open.pop();
    } else {
      const pair = /^\s*([^:]+): ?(.*)$/.exec(line);
      if (pair !== null) top.values.set(pair[1]!, pair[2]!);
    }
  }
  return root;
}

/** The groups called `inner` in the list called `outer`. */
export function groupsOf(node: ReadobjNode, outer: string, inner: string): readonly ReadobjNode[] {
  return node.groups.get(outer)?.[0]?.groups.get(inner) ?? [];
}

/** A number: what stands in brackets behind a name, else the value itself. */
export function numberOf(node: ReadobjNode | undefined, key: string): number {
  const text = node?.values.get(key) ?? "not told";
  return Number(/\((-?(?:0x)?[0-9A-Fa-f]+)\)$/.exec(text)?.[1] ?? text);
}

/** A name without the index or the bytes that are printed behind it. */
export function nameOf(node: ReadobjNode, key = "Name"): string {
  return (node.values.get(key) ?? "").replace(/ \([0-9A-F x]*\)$/i, "");
}
