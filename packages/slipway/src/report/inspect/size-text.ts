import type { ProgramSizes } from "../../binary/size/program-sizes.ts";
import { printable } from "../error-text.ts";
import type { Style } from "../style.ts";
import { formatBytes } from "../units.ts";
import { bar, percent } from "./bars.ts";
import { moduleLabel, packageLabel, partWord } from "./part-words.ts";

interface Row {
  readonly name: string;
  readonly bytes: number;
}

const BAR = 24;

/** Longer names are cut in the middle: both ends of an import path tell something. */
const NAME = 52;

/** How many rows each table has at most; the rest is one row. */
const ROWS = { modules: 20, packages: 15, embedded: 10, sections: 15 } as const;

/** Where a program's bytes are, as bars: by module, by package, by section. Each table adds up to the file. */
export function sizeText(sizes: ProgramSizes, style: Style): string {
  const packages = sizes.modules.flatMap((module) => module.packages);
  const others = sizes.others.map(({ name, bytes }) => ({ name: otherLabel(name), bytes }));
  const embedded = total(sizes.embedded);
  const modules: Row[] = [
    ...sizes.modules.map((module) => ({ name: moduleLabel(module), bytes: module.bytes })),
    ...(embedded > 0 ? [{ name: "embedded files", bytes: embedded }] : []),
    ...merged(others),
  ].sort((a, b) => b.bytes - a.bytes);
  const tables = [
    table("by module", modules, ROWS.modules),
    table(
      "by package",
      packages.map(({ path, bytes }) => ({ name: packageLabel(path), bytes })),
      ROWS.packages,
    ),
    table("embedded files", sizes.embedded, ROWS.embedded),
    table(
      "by section",
      sizes.sections.map(({ name, bytes }) => ({ name: sectionLabel(name), bytes })),
      ROWS.sections,
    ),
  ];
  return tables.filter((lines) => lines.length > 0).join("\n\n");

  function table(title: string, rows: readonly Row[], most: number): string {
    const shown = rows.filter((row) => row.bytes > 0).toSorted((a, b) => b.bytes - a.bytes);
    if (shown.length === 0) return "";
    const rest = shown.slice(most);
    const listed = rest.length > 1 ? shown.slice(0, most) : shown;
    const all = rest.length > 1 ? [...listed, { name: `${rest.length} more`, bytes: total(rest) }] : listed;
    const width = Math.min(NAME, Math.max(...all.map((row) => row.name.length)));
    const most0 = Math.max(...listed.map((row) => row.bytes));
    const lines = all.map(({ name, bytes }, index) =>
      [
        "  ",
        shorten(printable(name), width).padEnd(width),
        formatBytes(bytes).padStart(9),
        percent(bytes / sizes.bytes).padStart(7),
        index < listed.length ? `  ${style.cyan(bar(bytes / most0, BAR))}` : "",
      ].join(""),
    );
    return [style.bold(title), ...lines].join("\n");
  }
}

/** Sections that hold the same kind of thing, such as all debug information, are one row among modules. */
function merged(rows: readonly Row[]): Row[] {
  const byName = new Map<string, number>();
  for (const { name, bytes } of rows) byName.set(name, (byName.get(name) ?? 0) + bytes);
  return [...byName].map(([name, bytes]) => ({ name, bytes }));
}

/** What belongs to no package, among modules. */
export function otherLabel(name: string): string {
  const word = partWord(name);
  if (word === undefined) return name;
  return word === "code" ? "other code" : word;
}

/** A section by its own name, with what it holds. */
export function sectionLabel(name: string): string {
  const word = partWord(name);
  return word === undefined || word === name ? name : `${name} (${word})`;
}

export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

function total(rows: readonly { readonly bytes: number }[]): number {
  return rows.reduce((sum, row) => sum + row.bytes, 0);
}
