/** Markup that may stand in a page as it is. Only `html` and `trusted` make it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a page can hold: text and numbers are escaped, markup stays, `false`, `null` and `undefined` are nothing. */
export type HtmlValue = Html | string | number | bigint | false | null | undefined | readonly HtmlValue[];

/**
 * A template whose values are escaped, in text and in quoted attributes alike. Lists are joined.
 *
 * Two places are not safe for values from strangers and have words of their own: addresses (`safeLink`) and data for scripts
 * (`jsonScript`).
 *
 * @example
 * html`<td title="${path}">${rows.map((row) => html`<b>${row}</b>`)}</td>`;
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) text += render(value) + (strings[index + 1] ?? "");
  return new Html(text);
}

/** Markup that was written by us, such as a style sheet. Never for what a file or a person said. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Data that a script of the page reads with `JSON.parse`. Nothing in it can end the element or begin another. */
export function jsonScript(id: string, value: unknown): Html {
  const text = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, unicodeEscape);
  return html`<script type="application/json" id="${id}">${trusted(text)}</script>`;
}

/** The address when it is a plain link of the web or the page, else `#`: `javascript:` and its like do nothing. */
export function safeLink(address: string): string {
  return /^(?:https?:\/\/|mailto:|#|\.{0,2}\/|[\w%.-]+(?:[/?#]|$))/i.test(address) ? address : "#";
}

function render(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value.map(render).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters, and marks that turn the direction of text, have no place in a page: they are shown as what they are. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark)
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (mark) => (/[\t\n\r]/.test(mark) ? mark : unicodeEscape(mark)));
}

function unicodeEscape(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
