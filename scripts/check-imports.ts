import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A package's rooms from the bottom up, and where Node may be touched. */
export interface House {
  /**
   * A file imports its own room or a room of a lower ring; type imports count. `shapes` are the files that lie directly in
   * `src`, `index.ts` is the entry.
   */
  readonly rings: readonly (readonly string[])[];
  /** Rooms that may import `node:`. */
  readonly node: readonly string[];
  /** A room that higher rings enter through `index.ts` only, but for the files that say why. */
  readonly behindIndex?: { readonly room: string; readonly except: readonly string[] };
}

/** The houses of `docs/architecture.md`, by the package's folder. */
export const HOUSES: Readonly<Record<string, House>> = {
  "packages/slipway/src": {
    rings: [
      ["shapes"],
      ["binary", "archive", "oci", "crypto"],
      ["platform"],
      ["contents"],
      ["diff"],
      ["config", "source"],
      ["plan"],
      ["build", "pack", "prove", "sign", "publish", "operate", "scale"],
      ["graph", "report"],
      ["library"],
      ["index.ts"],
      ["cli", "action"],
    ],
    node: ["platform", "cli", "action"],
    behindIndex: { room: "library", except: ["cli/commands/cache-prog.ts"] },
  },
  "packages/wasm/src": {
    rings: [["vfs"], ["blocking", "protocol"], ["core"], ["wasi"], ["gojs"], ["browser"], ["index.ts"], ["node"]],
    node: ["node"],
  },
};

const IMPORT = /(?:^|[\s;])(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;

/** Every broken import rule of every house, one line each: `file: what is wrong`. */
export function brokenImports(root: string): string[] {
  return Object.entries(HOUSES).flatMap(([folder, house]) =>
    brokenInHouse(path.join(root, folder), house).map((line) => `${folder}/${line}`),
  );
}

function brokenInHouse(src: string, house: House): string[] {
  const broken: string[] = [];
  const edges = new Map<string, Set<string>>();
  const ringOf = (room: string): number => house.rings.findIndex((rooms) => rooms.includes(room));
  for (const file of sourceFiles(src)) {
    const from = slashed(path.relative(src, file));
    const room = roomOf(from);
    // Tests and their tools may look into every room.
    if (/\.test\.ts$|(^|\/)testing\//.test(from)) continue;
    if (ringOf(room) === -1) {
      broken.push(`${from}: "${room}" is in no ring; add it to scripts/check-imports.ts and docs/architecture.md`);
      continue;
    }
    for (const match of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const name = match[1] ?? match[2] ?? "";
      if (name.startsWith("node:") && !house.node.includes(room)) {
        broken.push(`${from}: only ${house.node.join(", ")} may touch Node, but this imports "${name}"`);
      }
      if (!name.startsWith(".")) continue;
      const to = slashed(path.relative(src, path.resolve(path.dirname(file), name)));
      if (to.startsWith("..")) {
        if (to !== "../package.json") broken.push(`${from}: imports "${name}" outside src`);
        continue;
      }
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
      const other = roomOf(to);
      if (passesIndex(house, from, other)) {
        broken.push(`${from}: imports "${to}" past index.ts`);
      }
      if (other === room || (ringOf(other) !== -1 && ringOf(other) < ringOf(room))) continue;
      broken.push(`${from}: "${room}" must not import "${to}": a lower ring or its own folder only`);
    }
  }
  return [...broken, ...cycles(edges).map((cycle) => `import cycle: ${cycle.join(" -> ")}`)];
}

/** Whether a file above `index.ts` enters a room that lies behind it. */
function passesIndex({ rings, behindIndex }: House, from: string, room: string): boolean {
  const index = rings.findIndex((rooms) => rooms.includes("index.ts"));
  const ring = rings.findIndex((rooms) => rooms.includes(roomOf(from)));
  return behindIndex !== undefined && behindIndex.room === room && ring > index && !behindIndex.except.includes(from);
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}

function roomOf(file: string): string {
  if (file.includes("/")) return file.slice(0, file.indexOf("/"));
  return file.startsWith("index.") ? "index.ts" : "shapes";
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
