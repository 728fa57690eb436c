/** The element that a page has where the program is to be started. */
const PLACE = /<script\b[^>]*\bsrc=(["'])(?:\.\/)?slipway\.js\1[^>]*>\s*<\/script>/i;

/** What the page loads. Names are relative to it. */
export interface PageFiles {
  readonly script: string;
  readonly modules: readonly { readonly name: string; readonly integrity: string }[];
  readonly program: string;
}

/** Whether a page says where the program is to be started. */
export function hasPlace(page: string): boolean {
  return PLACE.test(page);
}

/**
 * Puts the bundle's names in the place of `<script type="module" src="slipway.js">`: what is needed is fetched at once, each with
 * the digest that browsers check.
 */
export function bundlePage(page: string, { script, modules, program }: PageFiles): string {
  const integrity = modules.find(({ name }) => name === script)?.integrity ?? "";
  const lines = [
    ...modules
      .filter(({ name }) => name !== script)
      .map(({ name, integrity: digest }) => `<link rel="modulepreload" href="./${name}" integrity="${digest}">`),
    // Its digest is checked when it is fetched; on a preload of this kind browsers ignore it, and say so on the console.
    `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="./${program}">`,
    `<script type="module" src="./${script}" integrity="${integrity}"></script>`,
  ];
  return page.replace(PLACE, () => lines.join("\n"));
}

/** The page of a bundle that was given none: what the program prints. It has no icon, and says so: browsers would ask the server for one. */
export function defaultPage(title: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title.replaceAll(/[<>&]/g, "")}</title>
<link rel="icon" href="data:,">
<pre id="output"></pre>
<script type="module" src="slipway.js"></script>
</html>
`;
}
