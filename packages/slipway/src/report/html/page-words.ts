import type { Severity } from "../../findings.ts";
import { html } from "./html.ts";
import type { Html, HtmlValue } from "./html.ts";

/** The tone of a badge: what it says must stand in its text too, since colour alone tells nobody everything. */
export type Tone = "good" | "warn" | "bad" | "info" | "plain";

/** A short word in a coloured frame. */
export function badge(text: string, tone: Tone = "plain"): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** The severity of a finding as a badge. */
export function severityBadge(severity: Severity): Html {
  return badge(severity, severity === "error" ? "bad" : severity === "warning" ? "warn" : "info");
}

/** Terms with what is said of each; those without a value are left out. */
export function factList(facts: readonly (readonly [term: string, value: HtmlValue])[]): Html {
  const told = facts.filter(([, value]) => value !== undefined && value !== null && value !== false && value !== "");
  return html`<dl class="facts">${told.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A table that scrolls by itself on narrow screens. */
export interface TableParts {
  /** What the table shows, read first by screen readers. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly HtmlValue[])[];
  /** Columns of numbers, aligned to the right. */
  readonly numbers?: readonly number[];
  /** On narrow screens each row becomes a block with its cells below each other, named by their columns. */
  readonly stacks?: boolean;
}

/** The first cell of each row is its heading. */
export function dataTable({ caption, head, rows, numbers = [], stacks = false }: TableParts): Html {
  const kind = (column: number): Html | false => numbers.includes(column) && html` class="number"`;
  // Laid out as blocks, a table would lose its meaning for some screen readers, were it not told.
  const role = (name: string): Html | false => stacks && html` role="${name}"`;
  const named = (column: number): Html | false => stacks && html` data-head="${head[column] ?? ""}"`;
  const heads = head.map((cell, column) => html`<th scope="col"${role("columnheader")}${kind(column)}>${cell}</th>`);
  const cells = (row: readonly HtmlValue[]): Html[] =>
    row.map((cell, column) =>
      column === 0
        ? html`<th scope="row"${role("rowheader")}>${cell}</th>`
        : html`<td${role("cell")}${named(column)}${kind(column)}>${cell}</td>`,
    );
  return html`<div class="wide${stacks && " stacks"}" tabindex="0" role="region" aria-label="${caption}"><table${role("table")}><caption>${caption}</caption>
<thead${role("rowgroup")}><tr${role("row")}>${heads}</tr></thead>
<tbody${role("rowgroup")}>
${rows.map((row) => html`<tr${role("row")}>${cells(row)}</tr>\n`)}</tbody></table></div>`;
}

/** A text of ours in which commands and code stand between backticks. */
export function withCode(text: string): Html {
  const parts = text.split("`");
  // An odd one is a backtick that is meant.
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

/** A part of the page that its contents can lead to. */
export function section(id: string, heading: string, body: HtmlValue): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>
${body}
</section>
`;
}
