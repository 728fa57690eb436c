import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { findJspi } from "../blocking/blocker.ts";
import { compile } from "../core/compile.ts";
import { nodeFiles } from "../node/node-files.ts";
import { portChannel, servePort, type Port } from "../protocol/port.ts";
import { remoteFiles } from "../protocol/remote-files.ts";
import { FileServer } from "../protocol/serve-files.ts";
import { temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { needClang } from "../testing/need-clang.ts";
import type { Backend } from "../vfs/backend.ts";
import { memory } from "../vfs/backends/memory.ts";
import { Vfs } from "../vfs/vfs.ts";
import { runWasip1 } from "./run-wasip1.ts";

describe("a hostile program", () => {
  let module: WebAssembly.Module;

  before(async () => {
    needClang();
    const out = path.join(temporaryFolder(), "hostile.wasm");
    const source = path.resolve(import.meta.dirname, "../../testdata/hostile/hostile.c");
    execFileSync("clang", ["--target=wasm32-wasi", "-O1", "-w", "-o", out, source]);
    module = await compile(readFileSync(out));
  });

  /** Runs it, and holds every line that it prints to what may come of a hostile call. */
  async function attack(root: Backend, strict: boolean): Promise<void> {
    const out = capture();
    const options = { files: new Vfs(root), strict, stdout: out.sink, stderr: out.sink };
    const program = await runWasip1(module, options);
    assert.equal(await program.exited, 0, out.text());
    const lines = out.text().trim().split("\n");
    assert.equal(lines.at(-1), "done");
    assert.equal(lines.filter((line) => line.startsWith("wild")).length, 135);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("READ")),
      [],
    );
    // EFAULT, EINVAL, EBADF; environ_get has nothing to write, so its address does not matter.
    const wild = new Set(lines.filter((line) => line.startsWith("wild")));
    assert.deepEqual([...wild].sort(), ["wild 0", "wild 21", "wild 28", "wild 8"]);
    // Never an error without a name.
    assert.equal(lines.includes("out 29"), false);
  }

  for (const strict of [true, false]) {
    const letter = strict ? "by WASI's letter" : "as Go's tests have it";
    test(`gets errnos only on memory, ${letter}`, () => attack(memory(), strict));

    test(`stays in the host's folder, ${letter}`, async () => {
      const base = temporaryFolder();
      mkdirSync(path.join(base, "root"));
      writeFileSync(path.join(base, "secret"), "SECRET");
      await attack(nodeFiles(path.join(base, "root")), strict);
      assert.deepEqual(readdirSync(base), ["root", "secret"]);
      assert.equal(readFileSync(path.join(base, "secret"), "utf8"), "SECRET");
    });

    const skip = findJspi() === undefined && "this Node has no JSPI";
    test(`gets errnos only over a channel, ${letter}`, { skip }, async () => {
      const { port1, port2 } = new MessageChannel();
      const ends: unknown[] = [port1, port2];
      const backend = memory();
      servePort(ends[1] as Port, new FileServer([backend]));
      await attack(remoteFiles(await portChannel(ends[0] as Port), { id: 1, ino: backend.root.ino }), strict);
      port1.close();
    });
  }
});
