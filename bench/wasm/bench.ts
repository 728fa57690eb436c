/**
 * `npm run bench:wasm`: reads 1 MB by every way that a page has, in headless Chromium, and prints medians and ratios.
 *
 *   --short         fewer samples
 *   --only NAMES    some contenders only, such as memory,opfs (see page/contenders.ts)
 *   --open          serve the page for a browser of yours instead
 *   --json FILE     also write everything that was measured
 *   --picture FILE  a picture of the page when it is done (PNG)
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findBrowser } from "../../packages/slipway/src/platform/wasm/find-browser.ts";
import { measureNodeGlue } from "./node-glue.ts";
import { formatUs } from "./page/chart.ts";
import { CONTENDERS } from "./page/contenders.ts";
import type { Result } from "./page/page.ts";
import { buildPrograms } from "./programs.ts";
import { servePage } from "./serve-page.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
    only: { type: "string" },
    json: { type: "string" },
    picture: { type: "string" },
  },
});

const folder = mkdtempSync(path.join(tmpdir(), "slipway-bench-wasm-"));
try {
  const programs = buildPrograms(folder);
  const page = await servePage(programs);
  if (values.open) {
    console.log(`open ${page.url}`);
    console.log(await page.result);
  } else {
    const result = await inChromium(
      `${page.url}?auto${values.short ? "&short" : ""}${values.only === undefined ? "" : `&only=${values.only}`}`,
      page.result,
    );
    print(result);
    if (values.only !== undefined) process.exit();
    const js = measureNodeGlue(programs["reader-js.wasm"]!, folder, values.short ? 1 : 3);
    const rows = [
      ["Go's glue over Node's fs", js.glue.median],
      ["this runtime, same directory", js.host.median],
      ["this runtime, files in memory", js.memory.median],
      ["the same in Chromium", result.reads["js-4k"]?.median ?? Number.NaN],
    ] as const;
    console.log("\nGOOS=js, 4 KB reads of 1 MB, in Node where not said otherwise");
    for (const [what, us] of rows) console.log(`  ${what.padEnd(31)} ${formatUs(us).padStart(9)}`);
    const ratio = js.glue.median / js.memory.median;
    printRatio("Node's fs glue / memory, in Node", ratio, "at least 5", ratio >= 5);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...result, js }, undefined, 2)}\n`);
  }
  page.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function inChromium(url: string, result: Promise<string>): Promise<Result> {
  // A profile on disk: in a private window the browser keeps OPFS in another process's memory.
  const browser = await chromium.launchPersistentContext(path.join(folder, "profile"), {
    executablePath: findBrowser(process.env),
    viewport: { width: 1000, height: 1500 },
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
  });
  try {
    const tab = await browser.newPage();
    const failed = new Promise<never>((_, reject) => {
      tab.on("pageerror", reject);
      tab.on("crash", () => reject(new Error("the page crashed")));
    });
    await tab.goto(url);
    const found = JSON.parse(await Promise.race([result, failed])) as Result | { readonly error: string };
    if ("error" in found) throw new Error(found.error);
    if (values.picture !== undefined) await tab.screenshot({ path: values.picture, fullPage: true });
    return found;
  } finally {
    await browser.close();
  }
}

function print({ userAgent, isolated, clockUs, reads, ratios, startUp, memory }: Result): void {
  console.log(`${userAgent}\n${isolated ? "isolated" : "not isolated"}, clock step ${clockUs} µs\n`);
  console.log("1 MB by                        median     least      95 %   spread  batch");
  for (const { name, title } of CONTENDERS) {
    const found = reads[name];
    if (found === undefined) continue;
    const { median, least, p95, spread, batch } = found;
    const cells = [median, least, p95].map((us) => formatUs(us).padStart(9)).join(" ");
    console.log(`${title.padEnd(27)} ${cells}   ±${spread.toFixed(0).padStart(3)} % ${String(batch).padStart(6)}`);
  }
  console.log("\nstart of hello   compile  to exit    again   memory");
  for (const { name, compile, run, again, memory: bytes } of startUp) {
    const times = [compile, run, again].map((ms) => `${ms.toFixed(1)} ms`.padStart(8)).join(" ");
    console.log(`${name.padEnd(15)} ${times} ${(bytes / 1e6).toFixed(1).padStart(5)} MB`);
  }
  console.log("\ngarbage on JavaScript's heap");
  for (const { name, perRead, note } of memory) {
    console.log(`  ${name.padEnd(22)} ${perRead === undefined ? note : `${perRead} bytes a read, ${note}`}`);
  }
  console.log("\nratios of medians");
  for (const { what, value, goal, holds } of ratios) printRatio(what, value, goal, holds);
}

function printRatio(what: string, value: number, goal: string, holds: boolean): void {
  console.log(
    `  ${what.padEnd(36)} ${value.toPrecision(3).padStart(6)}  ${goal.padEnd(12)} ${holds ? "holds" : "falls short"}`,
  );
}
