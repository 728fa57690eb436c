import type { SizeComparison } from "../../binary/size/compare-sizes.ts";
import type { ModuleBytes, ProgramSizes } from "../../binary/size/program-sizes.ts";
import { sizedPrograms } from "../../binary/size/sized-programs.ts";
import type { Inspection } from "../../binary/inspect/inspection.ts";
import { html } from "../html/html.ts";
import type { Html, HtmlValue } from "../html/html.ts";
import { dataTable, section } from "../html/page-words.ts";
import { renderPage } from "../html/page.ts";
import { formatBytes } from "../units.ts";
import { percent } from "./bars.ts";
import { aboutText } from "./inspection-facts.ts";
import { moduleLabel, packageLabel, partWord } from "./part-words.ts";
import { merged, movedModule, signed } from "./size-change-text.ts";
import { MAP_STYLES, sizeMap } from "./size-map.ts";
import { otherLabel } from "./size-text.ts";

/** What changed since an older build, by program. */
export interface SizeChanges {
  readonly since: string;
  readonly programs: readonly { readonly name: string; readonly comparison: SizeComparison }[];
}

/** A self-contained page: what changed, a map of the bytes, then the same as tables. */
export function sizePage(inspected: Inspection & { readonly file: string }, changes?: SizeChanges): string {
  const programs = sizedPrograms(inspected);
  const parts: PagePart[] = [
    ...(changes?.programs ?? []).map(({ name, comparison }): PagePart => {
      const heading = `What changed${ofProgram(name)} since ${changes?.since ?? ""}`;
      return {
        id: `change-${name}`,
        label: `What changed${ofProgram(name)}`,
        heading,
        body: changeTables(comparison, ofProgram(name)),
      };
    }),
    ...programs.flatMap(({ name, sizes }, index) => programParts(name, sizes, index)),
  ];
  return renderPage({
    title: `Sizes of ${inspected.file.split(/[\\/]/).at(-1) ?? ""}`,
    summary: `${aboutText(inspected)}, ${formatBytes(inspected.size)}`,
    contents: parts,
    body: parts.map(({ id, label, heading, body }) => section(id, heading ?? label, body)),
    styles: MAP_STYLES,
  });
}

interface PagePart {
  readonly id: string;
  readonly label: string;
  readonly heading?: string;
  readonly body: HtmlValue;
}

function programParts(name: string, sizes: ProgramSizes, index: number): readonly PagePart[] {
  const of = ofProgram(name);
  return [
    // One map a page: a module that fills it is an address of the page.
    ...(index === 0 ? [{ id: "map-part", label: `Map${of}`, body: mapWithHint(sizes) }] : []),
    { id: `modules-${index}`, label: `Modules${of}`, body: moduleTable(sizes, of) },
    { id: `packages-${index}`, label: `Packages${of}`, body: packageTables(sizes, of) },
    { id: `sections-${index}`, label: `Sections${of}`, body: sectionTable(sizes, of) },
  ];
}

function ofProgram(name: string): string {
  return name === "" ? "" : ` of ${name}`;
}

function mapWithHint(sizes: ProgramSizes): Html {
  return html`<p class="muted screen-only">Areas are bytes of the file. Choose a module to make it fill the map; the tables below tell the same.</p>
${sizeMap(sizes)}`;
}

function moduleTable(sizes: ProgramSizes, of: string): Html {
  const rows = sizes.modules.map((module) => [
    moduleLabel({ path: module.path, version: "" }),
    module.version,
    module.packages.length,
    formatBytes(module.bytes),
    percent(module.bytes / sizes.bytes),
  ]);
  const others = new Map<string, number>();
  if (sizes.embedded.length > 0) others.set("embedded files", sum(sizes.embedded));
  for (const { name, bytes } of sizes.others) others.set(otherLabel(name), (others.get(otherLabel(name)) ?? 0) + bytes);
  const rest = [...others]
    .sort((a, b) => b[1] - a[1])
    .map(([name, bytes]) => [name, "", "", formatBytes(bytes), percent(bytes / sizes.bytes)]);
  return dataTable({
    caption: `What each module takes${of}, and what belongs to none`,
    head: ["Module", "Version", "Packages", "Bytes", "Share"],
    rows: [...rows, ...rest, ["the whole file", "", "", formatBytes(sizes.bytes), "100 %"]],
    numbers: [2, 3, 4],
  });
}

function packageTables(sizes: ProgramSizes, of: string): readonly Html[] | Html {
  if (sizes.modules.length === 0)
    return html`<p>This file has no table of Go functions, so its packages cannot be told.</p>`;
  return sizes.modules.map((module, index) => packageTable(module, sizes.bytes, { of, open: index === 0 }));
}

function packageTable(
  module: ModuleBytes,
  all: number,
  { of, open }: { readonly of: string; readonly open: boolean },
): Html {
  const label = moduleLabel(module);
  const table = dataTable({
    caption: `Packages of ${label}${of === "" ? "" : `, in ${of.slice(4)}`}`,
    head: ["Package", "Functions", "Code", "Data", "Tables", "Bytes", "Share"],
    rows: module.packages.map(({ path, functions, code, data, tables, bytes }) => [
      packageLabel(path),
      functions,
      formatBytes(code),
      formatBytes(data),
      formatBytes(tables),
      formatBytes(bytes),
      percent(bytes / all),
    ]),
    numbers: [1, 2, 3, 4, 5, 6],
  });
  return html`<details${open && html` open`}><summary>${label}: ${formatBytes(module.bytes)} in ${module.packages.length} packages</summary>
${table}</details>
`;
}

function sectionTable(sizes: ProgramSizes, of: string): Html {
  return dataTable({
    caption: `The sections${of === "" ? " of the file" : of}`,
    head: ["Section", "Holds", "Bytes", "Share"],
    rows: sizes.sections.map(({ name, bytes }) => [
      html`<code>${name}</code>`,
      partWord(name) ?? "",
      formatBytes(bytes),
      percent(bytes / sizes.bytes),
    ]),
    numbers: [2, 3],
  });
}

function changeTables(changes: SizeComparison, of: string): readonly Html[] {
  const { before, after } = changes;
  const tables: readonly (readonly [string, SizeComparison["packages"]])[] = [
    ["Changed modules", changes.modules.map((change) => ({ ...change, name: movedModule(change) }))],
    ["Changed packages", changes.packages.map((change) => ({ ...change, name: packageLabel(change.name) }))],
    ["Changed embedded files", changes.embedded],
    ["Changes of no package", merged(changes.others, otherLabel)],
    ["Changed sections", changes.sections],
  ];
  return [
    html`<p>From ${formatBytes(before)} to ${formatBytes(after)}: ${before === after ? "the same size" : signed(after - before)}.</p>`,
    ...tables.flatMap(([caption, rows]) => (rows.length === 0 ? [] : [changeTable(`${caption}${of}`, rows)])),
  ];
}

function changeTable(caption: string, rows: SizeComparison["packages"]): Html {
  return dataTable({
    caption,
    head: ["Name", "Before", "After", "Change"],
    rows: rows.map(({ name, before, after }) => [
      name,
      before === 0 ? "" : formatBytes(before),
      after === 0 ? "" : formatBytes(after),
      signed(after - before),
    ]),
    numbers: [1, 2, 3],
  });
}

function sum(rows: readonly { readonly bytes: number }[]): number {
  return rows.reduce((total, row) => total + row.bytes, 0);
}
