import type { Cause, Difference, Residual } from "../diff/difference.ts";
import { placeText } from "./diff-text.ts";
import { html, type Html } from "./html/html.ts";
import { badge, dataTable, factList, section, type Tone } from "./html/page-words.ts";
import { renderPage } from "./html/page.ts";
import { formatBytes } from "./units.ts";

/** Causes and parts that a page shows; a browser need not hold a million rows. */
const MAX_ROWS = 2000;

/** A difference as a self-contained page: a summary, the causes with every place, and what is left in bytes. */
export function diffPage(difference: Difference, names: { readonly a: string; readonly b: string }): string {
  const { same, causes, residual, compared, leftOut } = difference;
  const parts = [
    {
      id: "causes",
      label: "Causes",
      body: causes.length === 0 ? html`<p>None.</p>` : causes.slice(0, MAX_ROWS).map(causeCard),
    },
    { id: "bytes", label: "Left in bytes", body: residual.length === 0 ? html`<p>Nothing.</p>` : byteTable(residual) },
  ];
  return renderPage({
    title: same ? "The same" : "Why they differ",
    summary: html`<code>${names.a}</code> and <code>${names.b}</code>: ${
      same ? "equal byte for byte" : `${causes.length} cause${causes.length === 1 ? "" : "s"}`
    }, ${compared} file${compared === 1 ? "" : "s"} compared${leftOut.length > 0 && `; left out, since they tell of a run: ${leftOut.join(", ")}`}`,
    ...(same ? {} : { contents: parts }),
    body: same ? html`<p>Nothing differs.</p>` : parts.map(({ id, label, body }) => section(id, label, body)),
    styles: STYLES,
  });
}

function causeCard(cause: Cause): Html {
  const places = cause.places
    .slice(0, MAX_ROWS)
    .map((place) => placeText(place))
    .filter((text) => text !== "");
  return html`<article class="cause">
<h3>${badge(cause.code, toneOf(cause))} ${cause.subject}</h3>
<p>${cause.message}</p>
${factList([
  ["A", cause.a === null ? "nothing" : html`<code>${cause.a}</code>`],
  ["B", cause.b === null ? "nothing" : html`<code>${cause.b}</code>`],
  ["Fix", cause.hint],
])}
${places.length > 0 && placeList(places)}
</article>
`;
}

function placeList(places: readonly string[]): Html {
  const items = places.map((place) => html`<li><code>${place}</code></li>`);
  if (places.length <= 3) return html`<ul>${items}</ul>`;
  return html`<details><summary>In ${places.length} places</summary><ul>${items}</ul></details>`;
}

function toneOf({ code }: Cause): Tone {
  if (code === "digest") return "plain";
  return code === "unreadable" ? "bad" : "warn";
}

function byteTable(residual: readonly Residual[]): Html {
  const rows = residual
    .slice(0, MAX_ROWS)
    .map(({ path, part, sizeA, sizeB, differing, first }) => [
      path === "" ? "the file" : path,
      part,
      `${differing}`,
      formatBytes(sizeA),
      formatBytes(sizeB),
      `0x${first.toString(16)}`,
    ]);
  return dataTable({
    caption: "What differs in bytes, by file and section",
    head: ["File", "Part", "Bytes", "Size in A", "Size in B", "First at"],
    rows,
    numbers: [2, 3, 4, 5],
  });
}

const STYLES = `
.cause { border-block-start: 1px solid var(--line); padding-block: 0.5rem; }
.cause h3 { margin-block: 0.25rem; overflow-wrap: anywhere; }
.cause p, .cause dd, .cause li { overflow-wrap: anywhere; }
`;
