import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { chromium, type BrowserContext } from "playwright-core";
import { rolldown } from "rolldown";
import { findChromium } from "./chromium.ts";

/** Where code runs: in the page's own thread or in a worker, with the isolation headers or without. */
export interface Place {
  readonly worker: boolean;
  readonly isolated: boolean;
}

export const PLACES: readonly Place[] = [true, false].flatMap((worker) =>
  [true, false].map((isolated) => ({ worker, isolated })),
);

export function placeName({ worker, isolated }: Place): string {
  return `${worker ? "a worker" : "the main thread"}, ${isolated ? "" : "not "}isolated`;
}

/** What the page can fetch beside its own code: paths of files on this machine by the name that the page uses. */
export type Assets = Readonly<Record<string, string>>;

const source = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-rig-"));
let browser: Promise<BrowserContext> | undefined;
after(async () => {
  await (await browser)?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Runs a module in Chromium and returns what its default export, a function, resolves to (JSON). `src:` in its imports stands for
 * this package's `src`; `new Worker("t.js", { type: "module", name: "server" })` runs what the module exports as `serve`; `node:test` and `node:assert` are those of `in-browser.ts`. All calls of a test file share one browser.
 */
export async function inChromium<T>(code: string, { worker, isolated }: Place, assets: Assets = {}): Promise<T> {
  const script = await bundle(code);
  const server = await serve(script, worker, isolated, assets);
  browser ??= launch();
  const page = await (await browser).newPage();
  try {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error.stack ?? error)));
    page.on("crash", () => problems.push("the page crashed"));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // A page that fails to load its module would be waited for until the end of time.
    const found = page.waitForFunction("globalThis.result !== undefined", undefined, { timeout: 280_000 });
    await found.catch((cause: unknown) => {
      throw new Error(`The page gave no result: ${problems.join("; ")}`, { cause });
    });
    const { value, error } = await page.evaluate<{ value?: string; error?: string }>("globalThis.result");
    if (error !== undefined) throw new Error(`In the page: ${error}`);
    return JSON.parse(value ?? "null") as T;
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}

/** A browser with a profile on the disk: without one its private file system lives in another process and is thirty times slower. */
function launch(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(path.join(folder, "profile"), {
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--expose-gc"],
  });
}

async function bundle(code: string): Promise<string> {
  const input = path.join(folder, "entry.ts");
  const main = path.join(folder, "main.ts");
  writeFileSync(main, code.replaceAll('"src:', `"${source}/`));
  writeFileSync(input, ENTRY);
  const shim = path.join(source, "testing/in-browser.ts");
  const build = await rolldown({
    input,
    logLevel: "silent",
    resolve: { alias: { "node:test": shim, "node:assert": shim } },
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  return output[0].code;
}

/** In a page it makes the result a global, in a worker it sends it to the page. */
const ENTRY = `
import * as main from "./main.ts";
const inPage = typeof document !== "undefined";
const done = (result) => (inPage ? (globalThis.result = result) : postMessage({ result }));
if (globalThis.name === "server") await main.serve();
else {
  try { done({ value: JSON.stringify((await main.default()) ?? null) }); }
  catch (error) { done({ error: String(error?.stack ?? error) }); }
}
`;

const IN_WORKER = `
const worker = new Worker("t.js", { type: "module" });
worker.onmessage = ({ data }) => { if (data.result) globalThis.result = data.result; };
worker.onerror = ({ message }) => { globalThis.result = { error: message }; };
`;

async function serve(script: string, worker: boolean, isolated: boolean, assets: Assets): Promise<Server> {
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">${worker ? IN_WORKER : 'import "./t.js";'}</script>`;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (isolated) {
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
    }
    const asset = assets[pathname.slice(1)];
    if (asset !== undefined) {
      response.setHeader(
        "content-type",
        asset.includes("wasm") || !asset.includes(".") ? "application/wasm" : "text/plain",
      );
      response.end(readFileSync(asset));
      return;
    }
    response.setHeader("content-type", pathname === "/t.js" ? "text/javascript" : "text/html");
    response.end(pathname === "/t.js" ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
