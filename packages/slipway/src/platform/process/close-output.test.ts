import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { test } from "node:test";

// The time limit is only for a failure: both would wait for ever.
test(
  "closeOutput() lets the reader see the end while the process goes on",
  { timeout: 60_000, skip: process.platform === "win32" && "Windows has no named pipes in folders" },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-close-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    // A pipe, as Go gives one. What Node gives its children is a socket, that ends without being closed.
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const both = openSync(pipe, "r+");
    const output = openSync(pipe, "w");
    const reader = createReadStream(pipe);
    await once(reader, "open");
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, "close-output.ts")).href);
    const script = `
      import { closeOutput } from ${module};
      process.stdout.write("x".repeat(1 << 20));
      await closeOutput();
      process.stdin.once("data", (text) => process.exit(Number(text)));
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", output, "inherit"],
    });
    t.after(() => void child.kill());
    closeSync(both);
    closeSync(output);
    let read = 0;
    reader.on("data", (bytes) => (read += bytes.length));
    await once(reader, "end");
    assert.equal(read, 1 << 20);
    const exit = once(child, "exit");
    child.stdin!.end("7");
    assert.deepEqual(await exit, [7, null]);
  },
);
