import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The room of the files that lie directly in `src`, but for the library's entry. */
const SHAPES = "shapes";

/**
 * The house of `docs/architecture.md` as a table: a file imports its own folder or a folder of a lower ring.
 * Type imports count.
 */
const RINGS: readonly (readonly string[])[] = [
  [SHAPES],
  ["binary", "archive", "oci", "crypto"],
  ["platform"],
  ["config", "source"],
  ["plan"],
  ["build", "pack", "prove", "sign", "publish", "operate", "scale"],
  ["graph", "report"],
  ["library"],
  ["index.ts"],
  ["cli", "action"],
];

/** Folders that also run in browsers and therefore never import Node. */
const BROWSER_SAFE = new Set(["binary", "archive", "oci", "crypto"]);

const IMPORT = /(?:^|[\s;])(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;

/** Every broken import rule below `src`, one line each: `file: what is wrong`. */
export function brokenImports(src: string): string[] {
  const broken: string[] = [];
  const edges = new Map<string, Set<string>>();
  for (const file of sourceFiles(src)) {
    const from = path.relative(src, file).split(path.sep).join("/");
    const room = roomOf(from);
    const ring = ringOf(room);
    if (ring === undefined) {
      broken.push(`${from}: "${room}" is in no ring; add it to scripts/check-imports.ts and docs/architecture.md`);
      continue;
    }
    const isTest = /\.test\.ts$|\/testing\//.test(from);
    for (const match of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const name = match[1] ?? match[2] ?? "";
      if (!name.startsWith(".")) {
        if (name.startsWith("node:") && !isTest) {
          if (BROWSER_SAFE.has(room)) broken.push(`${from}: "${room}" is browser-safe and must not import "${name}"`);
          else if (!["platform", "cli", "action"].includes(room))
            broken.push(`${from}: only platform/ touches Node, but this imports "${name}"`);
        }
        continue;
      }
      const to = path
        .relative(src, path.resolve(path.dirname(file), name))
        .split(path.sep)
        .join("/");
      if (to.startsWith("..")) {
        if (!isTest && to !== "../package.json") broken.push(`${from}: imports "${name}" outside src`);
        continue;
      }
      if (!isTest) edges.set(from, (edges.get(from) ?? new Set()).add(to));
      const target = roomOf(to);
      const targetRing = ringOf(target);
      if (isTest || target === room || (targetRing !== undefined && targetRing < ring)) continue;
      broken.push(`${from}: ring ${ring} must not import "${to}" (ring ${targetRing ?? "unknown"})`);
    }
  }
  return [...broken, ...cycles(edges).map((cycle) => `import cycle: ${cycle.join(" -> ")}`)];
}

function roomOf(file: string): string {
  if (file.includes("/")) return file.slice(0, file.indexOf("/"));
  return file.startsWith("index.") ? "index.ts" : SHAPES;
}

function ringOf(room: string): number | undefined {
  const ring = RINGS.findIndex((rooms) => rooms.includes(room));
  return ring === -1 ? undefined : ring;
}

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "testdata") yield* sourceFiles(full);
    } else if (entry.name.endsWith(".ts")) yield full;
  }
}

/** One cycle for each file that a depth-first walk finds again on its own path. */
function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) {
      found.push([...trail.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return found;
}
