import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after, type TestContext } from "node:test";
import { chromium, type Page } from "playwright-core";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { findBrowser } from "../../platform/wasm/find-browser.ts";
import { CLI, runSlipway } from "../testing/run-slipway.ts";

needPrograms({ chromium: "chromium" });
const examples = path.resolve(import.meta.dirname, "..", "..", "..", "..", "..", "examples");
const browser = await chromium.launch({ executablePath: findBrowser(process.env), args: ["--no-sandbox"] });
after(() => browser.close());

/** Serves an example's copy, so that a test can change it, and opens its dev page. */
async function serve(
  t: TestContext,
  example: string,
  args: readonly string[],
): Promise<{ page: Page; url: string; dir: string; child: ChildProcess }> {
  const root = mkdtempSync(path.join(tmpdir(), "slipway-serve-"));
  const dir = path.join(root, example);
  cpSync(path.join(examples, example), dir, { recursive: true });
  const child = spawn(process.execPath, [CLI, "wasm", "serve", "--port", "0", ...args], {
    cwd: dir,
    env: { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  t.after(async () => {
    child.kill("SIGINT");
    await ended;
    rmSync(root, { recursive: true, force: true });
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
  t.after(() => page.close());
  await page.goto(url);
  return { page, url, dir, child };
}

/** For pictures of the guide: the folder that `SLIPWAY_PICTURES` names. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SLIPWAY_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

test("wasm serve shows examples/page, and builds and starts it again after a change", async (t) => {
  const { page, dir } = await serve(t, "page", []);
  const app = page.frameLocator("#app");
  await app.getByRole("button", { name: "Click me" }).click();
  await app.getByRole("button", { name: "Clicked once" }).waitFor();
  await picture(page, "serve-page");
  const label = path.join(dir, "label.go");
  writeFileSync(label, readFileSync(label, "utf8").replace("Click me", "Press me"));
  await app.getByRole("button", { name: "Press me" }).waitFor();
  writeFileSync(label, readFileSync(label, "utf8").replace('"Press me"', "Press"));
  await page.getByText("undefined: Press").waitFor();
  assert.equal(await page.locator("#status").textContent(), "does not build");
});

test("wasm serve gives a command-line program input, arguments and files, and shows its files", async (t) => {
  const { page } = await serve(t, "tally", ["--dir", ".::/src", ".", "-top", "2"]);
  await page.getByText("reading standard input").waitFor();
  await page.locator("#stdin").fill("the cat and the dog");
  await page.locator("#stdin").press("Enter");
  await page.getByText("5 words").waitFor();
  await page.locator("#stdin").press("Control+d");
  await page.getByText("ended with 0").waitFor();
  assert.match((await page.locator("#console").textContent()) ?? "", / {5}2 the\n {5}1 and\n4 words/);
  await page.locator("#files").getByRole("button", { name: "tmp/" }).click();
  await page.getByRole("button", { name: "tally.txt" }).click();
  await page.locator("#file pre").getByText("2 the").waitFor();
  await picture(page, "serve-tally");
  // Where a directory of this machine is mounted stands once, with its files; nothing reads input any more.
  assert.equal(await page.locator("#files").getByRole("button", { name: "src/" }).count(), 0);
  assert.equal(await page.locator("#files h3").allTextContents().then(String), "/,/src");
  assert.ok(await page.locator("#stdin").isDisabled());
  // A file of this machine, through the mount.
  await page.locator("#args").fill("-top 1 /src/README.md");
  await page.locator("#run").click();
  await page.getByText("ended with 0").waitFor();
  await page.locator("#args").fill("/src/absent");
  await page.locator("#run").click();
  await page.getByText("tally: open /src/absent: no such file or directory").waitFor();
  await page.getByText("ended with 1").waitFor();
});

test("wasm serve's page fits a phone, and says when its server is gone", async (t) => {
  const { page, child } = await serve(t, "tally", []);
  await page.getByText("reading standard input").waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await page.evaluate<boolean>("document.documentElement.scrollWidth <= 360"));
  for (const id of ["run", "stop", "status", "console", "stdin", "files"]) {
    const box = await page.locator(`#${id}`).boundingBox();
    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 360 && box.y + box.height <= 740, id);
  }
  child.kill("SIGINT");
  await page.getByText("the server does not answer").waitFor();
});

test("wasm serve tells traps as Go functions, files and lines", async (t) => {
  const { page, dir } = await serve(t, "tally", []);
  await page.getByText("reading standard input").waitFor();
  writeFileSync(
    path.join(dir, "trap.go"),
    `package main

import "unsafe"

func init() {
	broken(uintptr(1 << 31))
}

//go:noinline
func broken(at uintptr) {
	*(*int)(unsafe.Pointer(at)) = 1
}
`,
  );
  await page.getByText("ended with 134").waitFor();
  const text = (await page.locator("#console").textContent()) ?? "";
  assert.match(text, /memory access out of bounds[\s\S]*main\.broken\(\.\.\.\)\n\t.*trap\.go:11\n/);
  assert.match(text, /main\.init\.\d\(\.\.\.\)\n\t.*trap\.go:6\n/);
});

test("wasm serve answers nobody but pages of its own address", async (t) => {
  const { url } = await serve(t, "tally", ["--dir", "."]);
  const status = (headers: Record<string, string>, target: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(new URL(target, url), { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  assert.equal(await status({}, "/"), 200);
  assert.equal(await status({ host: "evil.test" }, "/"), 403);
  assert.equal(await status({ origin: "http://evil.test" }, "/-/program.wasm"), 403);
  const upgrade = {
    connection: "upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "a2V5a2V5a2V5a2V5a2V5",
  };
  assert.equal(await status({ ...upgrade, origin: "http://evil.test" }, "/-/socket"), 403);
  assert.equal(await status(upgrade, "/-/socket"), 403);
  for (const name of ["/app/..%2f..%2fgo.mod", "/app/%2e%2e/go.mod", "/-/../../etc/passwd"]) {
    assert.notEqual(await status({}, name), 200, name);
  }
});

test("wasm serve names a taken port and what it cannot serve", async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  t.after(() => taken.close());
  const port = String((taken.address() as AddressInfo).port);
  const cwd = path.join(examples, "tally");
  const cases: [string[], number, RegExp][] = [
    [["--port", port], 1, new RegExp(`error\\[port-taken\\].*${port}[\\s\\S]*--port 0`)],
    [["absent"], 1, /There is no folder/],
    [["absent.wasm"], 1, /error\[file-not-found\]/],
    [["--port", "70000"], 2, /up to 65535/],
  ];
  for (const [args, code, says] of cases) {
    const run = await runSlipway(["wasm", "serve", ...args], { cwd });
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr, says);
  }
});
