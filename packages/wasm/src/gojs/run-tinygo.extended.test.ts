import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { compile } from "../core/compile.ts";
import { detectKind } from "../core/detect-kind.ts";
import { temporaryFolder } from "../testing/build-go.ts";
import { inChromium } from "../testing/chromium-rig.ts";
import { runGo } from "./run-go.ts";

/**
 * TinyGo itself cannot be had everywhere, but programs that it built can: @wasm-fmt/gofmt is go/format, version 0.4.9 for TinyGo's js
 * target and version 0.7.3 as a reactor. Go's own gofmt is the oracle.
 */
const SOURCE = "package  a\nfunc f( x int )int{\nif x>1 {return x}\nreturn 2 }\n";
const BROKEN = "package a\nfunc {";

function download(version: string): string {
  const folder = temporaryFolder();
  const name = execFileSync("npm", ["pack", "--silent", `@wasm-fmt/gofmt@${version}`], {
    cwd: folder,
    encoding: "utf8",
  }).trim();
  execFileSync("tar", ["xzf", name], { cwd: folder });
  return path.join(folder, "package/gofmt.wasm");
}

describe("programs of TinyGo", () => {
  let js = "";
  let reactor = "";
  let want = "";

  before(() => {
    js = download("0.4.9");
    reactor = download("0.7.3");
    want = execFileSync("gofmt", [], { input: SOURCE, encoding: "utf8" });
  });

  test("runGo() runs one for TinyGo's js target, which registers a function, takes arrays and gives errors back", async () => {
    const module = await compile(readFileSync(js));
    assert.equal(detectKind(module), "tinygo");
    const program = await runGo(module);
    const { format } = globalThis as unknown as { format: (text: string) => [boolean, string] };
    for (let round = 0; round < 200; round++) assert.deepEqual([...format(SOURCE)], [false, want]);
    const [failed, message] = format(BROKEN);
    assert.equal(failed, true);
    assert.match(message, /expected 'IDENT', found '\{'/);
    program.stop();
    assert.equal(await program.exited, 130);
    assert.throws(() => format(SOURCE), /Cannot call the program: it exited/);
  });

  test("runGo() runs the same in Chromium", async () => {
    const code = `
      import { compile } from "src:core/compile.ts";
      import { runGo } from "src:gojs/run-go.ts";
      export default async function () {
        await runGo(await compile("/gofmt.wasm"));
        return globalThis.format(${JSON.stringify(SOURCE)});
      }`;
    assert.deepEqual(await inChromium(code, { worker: false, isolated: false }, { "gofmt.wasm": js }), [false, want]);
  });

  test("runGo() runs a reactor of TinyGo", async () => {
    const module = await compile(readFileSync(reactor));
    assert.equal(detectKind(module), "wasip1-reactor");
    const program = await runGo(module);
    const source = new TextEncoder().encode(SOURCE);
    const at = (await program.call("alloc", source.length)) as number;
    new Uint8Array(program.memory.buffer, at, source.length).set(source);
    assert.equal(await program.call("format"), 1);
    const [start, length] = [await program.call("output_ptr"), await program.call("output_len")] as [number, number];
    assert.equal(new TextDecoder().decode(new Uint8Array(program.memory.buffer, start, length)), want);
  });
});
