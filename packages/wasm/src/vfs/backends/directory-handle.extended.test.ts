import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { rolldown } from "rolldown";
import { findChromium } from "../../testing/chromium.ts";

const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-handles-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const source = path.resolve(import.meta.dirname, "../..");

const ENTRY = `
import { backendContract } from "${source}/testing/backend-contract.ts";
import { runAll } from "${source}/testing/in-browser.ts";
import { directoryFiles } from "${source}/vfs/backends/directory-handle.ts";
let count = 0;
backendContract("directoryFiles()", async () => {
  const root = await navigator.storage.getDirectory();
  return directoryFiles(await root.getDirectoryHandle("run-" + ++count, { create: true }));
}, { noLinks: true, noSymlinks: true });
globalThis.result = runAll();
`;

test("directoryFiles() keeps the contract on Chromium's private file system", async () => {
  const input = path.join(folder, "entry.ts");
  writeFileSync(input, ENTRY);
  const shim = path.join(source, "testing/in-browser.ts");
  const build = await rolldown({
    input,
    logLevel: "silent",
    resolve: { alias: { "node:test": shim, "node:assert": shim } },
  });
  const { output } = await build.generate({ format: "esm" });
  const server = createServer((request, response) => {
    const script = request.url === "/t.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(
      script
        ? output[0].code
        : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="t.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("globalThis.result !== undefined");
    const { passed, failed } = await page.evaluate<{ passed: string[]; failed: string[] }>("globalThis.result");
    assert.deepEqual(failed, []);
    assert.equal(passed.length, 12);
  } finally {
    await browser.close();
    server.close();
  }
});
