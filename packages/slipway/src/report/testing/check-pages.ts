import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { findBrowser } from "../../platform/wasm/find-browser.ts";

/** Asserts that pages work from a file without a network, fit 360 and 1600 pixels in both themes, and are accessible. */
export async function checkPages(t: TestContext, pages: Readonly<Record<string, string>>): Promise<void> {
  needPrograms({ chromium: "chromium" });
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-pages-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const browser = await chromium.launch({
    executablePath: findBrowser(process.env),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  t.after(() => browser.close());
  for (const [name, html] of Object.entries(pages)) {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(file, html);
    for (const width of [360, 1600]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
        const scrolled = (await page.evaluate("document.documentElement.scrollWidth")) as number;
        assert.ok(scrolled <= width, `${name} is ${scrolled} pixels wide on ${width}`);
        await page.evaluate(axe);
        const found = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as {
          readonly id: string;
          readonly nodes: readonly { readonly html: string }[];
        }[];
        const told = found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        assert.deepEqual(told, [], `${name} at ${width} in ${colorScheme}`);
        assert.deepEqual(
          asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
          [],
        );
        await page.close();
      }
    }
  }
}
