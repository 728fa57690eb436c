import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import test, { after, type TestContext } from "node:test";
import { chromium, type Page } from "playwright-core";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { findBrowser } from "../../platform/wasm/find-browser.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ chromium: "chromium" });
const browser = await chromium.launch({ executablePath: findBrowser(process.env), args: ["--no-sandbox"] });
after(() => browser.close());

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** What was asked for, and what the page said on its console. */
interface Opened {
  readonly page: Page;
  readonly asked: string[];
  readonly said: string[];
}

/** A plain file server, as a bundle is made for; `gzip` sends the `.gz` beside a file, as servers do that know of them. */
async function open(t: TestContext, folder: string, file: string, gzip = false): Promise<Opened> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? "/", "http://h").pathname);
    if (name === "favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    asked.push(name);
    const type = TYPES[path.extname(name)];
    if (type === undefined || !readdirSync(folder).includes(name)) {
      response.writeHead(404).end();
      return;
    }
    const packed = gzip && readdirSync(folder).includes(`${name}.gz`);
    response.writeHead(200, { "content-type": type, ...(packed && { "content-encoding": "gzip" }) });
    response.end(readFileSync(path.join(folder, packed ? `${name}.gz` : name)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const page = await browser.newPage();
  t.after(async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
  });
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`);
  return { page, asked, said };
}

function build(root: string, os: "wasip1" | "js", ...flags: readonly string[]): void {
  execFileSync("go", ["build", ...flags, "-o", "app.wasm", "."], {
    cwd: root,
    env: { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOOS: os, GOARCH: "wasm" },
  });
}

test("a bundle's functions are called from a page, checked by their digests, and preloaded", async (t) => {
  const { root } = tempProject(
    t,
    {
      "go.mod": "module example.test/adder\n\ngo 1.24\n",
      "main.go": `package main

import "fmt"

//go:wasmexport add
func add(first, second int64) int64 {
	fmt.Print("adding")
	return first + second
}

func main() {}
`,
      "own.html": `<!doctype html><script type="module">
import { start } from "./index.js";
try {
  const program = await start();
  const sums = await Promise.all([1n, 2n, 3n].map((n) => program.exports.add(n, 40n)));
  program.stop(5);
  globalThis.result = sums.join(" ") + " " + (await program.exited);
} catch (error) { globalThis.result = String(error); }
</script>`,
    },
    { git: false },
  );
  build(root, "wasip1", "-buildmode=c-shared");
  const made = await runSlipway(["wasm", "bundle", "-o", "site", "--source", ".", "app.wasm"], { cwd: root });
  assert.equal(made.code, 0, made.stderr);
  const site = path.join(root, "site");
  writeFileSync(path.join(site, "own.html"), readFileSync(path.join(root, "own.html")));
  const result = async ({ page }: Opened): Promise<unknown> =>
    (await page.waitForFunction("globalThis.result")).jsonValue();
  for (const gzip of [false, true]) {
    const opened = await open(t, site, "own.html", gzip);
    assert.equal(await result(opened), "41 42 43 5");
    // The last line lacks its end, and is not lost.
    assert.deepEqual(opened.said, ["addingaddingadding"]);
  }
  // The page of the bundle itself names what it loads before its script asks for it.
  const html = readFileSync(path.join(site, "index.html"), "utf8");
  assert.equal(html.match(/<link rel="modulepreload"[^>]*integrity="sha\d+-/g)?.length, 2, html);
  assert.match(html, /<link rel="preload" as="fetch"[^>]*\.wasm"/);
  const first = await open(t, site, "index.html");
  await first.page.waitForLoadState("networkidle");
  const times = (pattern: RegExp): number => first.asked.filter((name) => pattern.test(name)).length;
  assert.deepEqual([times(/\.wasm$/), times(/^runtime-.*\.js$/)], [1, 1], first.asked.join(" "));
  assert.deepEqual(first.said, []);

  // One changed byte is not run.
  const wasm = path.join(
    site,
    readdirSync(site).find((name) => name.endsWith(".wasm"))!,
  );
  const bytes = readFileSync(wasm);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(wasm, bytes);
  assert.match(String(await result(await open(t, site, "own.html"))), /Cannot compile the program: Failed to fetch/);
});

test("a bundle of a program that uses syscall/js puts its functions on the page", async (t) => {
  const { root } = tempProject(
    t,
    {
      "go.mod": "module example.test/page\n\ngo 1.24\n",
      "main.go": `package main

import "syscall/js"

func main() {
	js.Global().Set("double", js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() * 2 }))
	js.Global().Get("document").Get("body").Set("textContent", "ready")
	select {}
}
`,
    },
    { git: false },
  );
  build(root, "js", "-ldflags=-s -w");
  const made = await runSlipway(["wasm", "bundle", "-o", "site", "--source", ".", "app.wasm"], { cwd: root });
  assert.equal(made.code, 0, made.stderr);
  const { page, said } = await open(t, path.join(root, "site"), "index.html");
  await page.getByText("ready").waitFor();
  assert.equal(await page.evaluate("double(21)"), 42);
  assert.deepEqual(said, []);
});

test("a package has types for every type that Go exports, and Node calls its functions", async (t) => {
  const { root } = tempProject(
    t,
    {
      "go.mod": "module example.test/types\n\ngo 1.24\n",
      "main.go": `package main

import "unsafe"

var kept [16]byte

//go:wasmexport all
func all(a bool, b int32, c uint32, d int64, e uint64, f float32, g float64, h uintptr, i unsafe.Pointer, j string, k *int32) uint32 {
	return c
}

//go:wasmexport room
func room() unsafe.Pointer { return unsafe.Pointer(&kept) }

//go:wasmexport isYes
func isYes(word string) bool { return word == "yes" }

//go:wasmexport most
func most() uint64 { return 1<<64 - 1 }

//go:wasmexport odd-name
func oddName(function, _ float32) float64 { return float64(function) }

func main() {}
`,
      "use.mts": `import { start } from "./pkg/index.js";
const program = await start();
const { all, isYes, most, room } = program.exports;
const same: number = await all(1, 2, 0xffffffff, 4n, 5n, 6, 7, 8, 9, 10, 11, 12);
const at: number = await room();
new Uint8Array(program.memory.buffer).set(new TextEncoder().encode("yes"), at);
const found: [number, bigint, number, number, number] = [
  same >>> 0, BigInt.asUintN(64, await most()), await isYes(at, 3), await isYes(at, 2), await program.exports["odd-name"](1.5, 0),
];
console.log(String(found));
`,
    },
    { git: false },
  );
  build(root, "wasip1", "-buildmode=c-shared");
  const args = ["wasm", "bundle", "-o", "pkg", "--npm", "@me/types@1.0.0", "--source", ".", "app.wasm"];
  const made = await runSlipway(args, { cwd: root });
  assert.equal(made.code, 0, made.stderr);
  const types = readFileSync(path.join(root, "pkg", "index.d.ts"), "utf8");
  const first = "a: number, b: number, c: number, d: bigint, e: bigint, f: number, g: number, h: number, i: number";
  for (const line of [
    `  all(${first}, jPointer: number, jLength: number, k: number): Promise<number>;`,
    "  /** `func isYes(word string) bool` */\n  isYes(wordPointer: number, wordLength: number): Promise<number>;",
    "  most(): Promise<bigint>;",
    '  "odd-name"(function_: number, p1: number): Promise<number>;',
  ]) {
    assert.ok(types.includes(`${line}\n`), `${line}\n${types}`);
  }
  const tsc = path.resolve(import.meta.dirname, "..", "..", "..", "..", "..", "node_modules", ".bin", "tsc");
  const options = [
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2022,dom",
    "--skipLibCheck",
    "false",
  ];
  const checked = spawnSync(tsc, [...options, "use.mts"], { cwd: root, encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout);
  const out = execFileSync(process.execPath, ["use.mjs"], { cwd: root, encoding: "utf8" });
  assert.equal(out, "4294967295,18446744073709551615,1,0,1.5\n");
});
