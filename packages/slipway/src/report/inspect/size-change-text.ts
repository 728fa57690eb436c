import type { SizeChange, SizeComparison } from "../../binary/size/compare-sizes.ts";
import { printable } from "../error-text.ts";
import type { Style } from "../style.ts";
import { formatBytes } from "../units.ts";
import { moduleLabel, packageLabel } from "./part-words.ts";
import { otherLabel, sectionLabel, shorten } from "./size-text.ts";

const ROWS = 20;
const NAME = 52;

/** What grew and what shrank between two programs, the largest change first. */
export function sizeChangeText(changes: SizeComparison, style: Style): string {
  const { before, after } = changes;
  const head = `${formatBytes(before)} to ${formatBytes(after)}: ${
    after === before ? "the same size" : `${signed(after - before)} (${share(before, after)})`
  }`;
  const modules = changes.modules.map((change) => ({ ...change, name: movedModule(change) }));
  const tables = [
    table("modules", modules, style),
    table(
      "packages",
      changes.packages.map((change) => ({ ...change, name: packageLabel(change.name) })),
      style,
    ),
    table("embedded files", changes.embedded, style),
    table("of no package", merged(changes.others, otherLabel), style),
    table(
      "sections",
      changes.sections.map((change) => ({ ...change, name: sectionLabel(change.name) })),
      style,
    ),
  ];
  return [style.bold(head), ...tables.filter((lines) => lines !== "")].join("\n\n");
}

function table(title: string, changes: readonly SizeChange[], style: Style): string {
  const moved = changes.filter(({ before, after }) => before !== after);
  if (moved.length === 0) return "";
  const shown = moved.slice(0, ROWS);
  const width = Math.min(NAME, Math.max(...shown.map(({ name }) => name.length)));
  const lines = shown.map(({ name, before, after }) => {
    const change = signed(after - before).padStart(10);
    const painted = after > before ? style.yellow(change) : style.green(change);
    const note = before === 0 ? "new" : after === 0 ? "gone" : `${formatBytes(before)} to ${formatBytes(after)}`;
    return `  ${shorten(printable(name), width).padEnd(width)}${painted}  ${note}`;
  });
  const rest = moved.slice(ROWS);
  if (rest.length > 0) {
    const sum = rest.reduce((total, { before, after }) => total + after - before, 0);
    lines.push(`  ${`${rest.length} more`.padEnd(width)}${signed(sum).padStart(10)}`);
  }
  return [style.bold(title), ...lines].join("\n");
}

/** A module with the versions of both sides where they differ. */
export function movedModule(change: SizeComparison["modules"][number]): string {
  const { name, versionBefore, versionAfter } = change;
  if (versionBefore === versionAfter || versionBefore === "" || versionAfter === "") {
    return moduleLabel({ path: name, version: versionAfter || versionBefore });
  }
  return `${name} ${versionBefore} to ${versionAfter}`;
}

/** Rows that get one label become one row. */
export function merged(changes: readonly SizeChange[], label: (name: string) => string): readonly SizeChange[] {
  const rows = new Map<string, { before: number; after: number }>();
  for (const { name, before, after } of changes) {
    const row = rows.get(label(name)) ?? { before: 0, after: 0 };
    row.before += before;
    row.after += after;
    rows.set(label(name), row);
  }
  return [...rows]
    .map(([name, row]) => ({ name, ...row }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

/** Bytes with their sign. */
export function signed(bytes: number): string {
  return bytes < 0 ? `-${formatBytes(-bytes)}` : `+${formatBytes(bytes)}`;
}

function share(before: number, after: number): string {
  const value = before === 0 ? 0 : ((after - before) / before) * 100;
  return `${value > 0 ? "+" : ""}${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} %`;
}
