import { PAGE_STYLES } from "./page-styles.ts";
import { html, trusted } from "./html.ts";
import type { Html, HtmlValue } from "./html.ts";

/** What a page is made of. Everything is put into the one file: it needs no network and may be mailed or kept. */
export interface PageParts {
  readonly title: string;
  /** One sentence below the title. */
  readonly summary?: HtmlValue;
  /** What stands inside `<main>`; sections with headings from `<h2>` on. */
  readonly body: HtmlValue;
  /** Links to sections of the page, for pages longer than a screen. */
  readonly contents?: readonly { readonly id: string; readonly label: string }[];
  /** Style rules of this kind of page, written by us; the shared words are in `page-styles.ts`. */
  readonly styles?: string;
  /** A script written by us. Pages must tell everything without it. */
  readonly script?: string;
  /** One line at the end. No clock: the same facts give the same bytes. */
  readonly footer?: HtmlValue;
}

/**
 * A whole HTML document as one self-contained file: light and dark by the reader's choice, readable from 360 pixels on,
 * printable, with landmarks and a skip link. Its own policy forbids it to load anything.
 */
export function renderPage(parts: PageParts): string {
  const { title, summary, body, contents = [], styles = "", script, footer } = parts;
  const document = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${inline(PAGE_STYLES + styles, "style")}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<h1>${title}</h1>
${summary !== undefined && html`<p class="summary">${summary}</p>`}
${contents.length > 0 && contentsList(contents)}
</header>
<main id="main">
${body}
</main>
<footer><p>${footer ?? "Made by Slipway"}</p></footer>
${script !== undefined && html`<script>${inline(script, "script")}</script>`}
</body>
</html>`;
  return `<!doctype html>\n${document.toString()}\n`;
}

function contentsList(contents: NonNullable<PageParts["contents"]>): Html {
  const links = contents.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>`);
  return html`<nav aria-label="Contents"><ul>${links}</ul></nav>`;
}

/** Nothing is loaded and nothing is sent; what stands in the page may act and look. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function inline(text: string, element: "script" | "style"): Html {
  if (new RegExp(`</${element}`, "i").test(text)) throw new Error(`Internal error: text would end its ${element}`);
  return trusted(text);
}
