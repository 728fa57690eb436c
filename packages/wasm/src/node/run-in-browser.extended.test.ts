import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { buildGo, temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { testChromium } from "../testing/chromium.ts";
import { runInBrowser } from "./run-in-browser.ts";

const open = testChromium();

for (const os of ["wasip1", "js"] as const) {
  test(`runInBrowser() gives a GOOS=${os} program the behaviours of the native one on the host's files`, async () => {
    const env = { GREETING: "hello" };
    const native = execFileSync(buildGo({ program: "behaviours", os: "native" }), [temporaryFolder()], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const out = capture();
    const err = capture();
    const host = temporaryFolder();
    writeFileSync(join(host, "from-host"), "");
    const code = await runInBrowser(
      { program: buildGo({ program: "behaviours", os }), args: ["/data"], env, mounts: [{ host, guest: "/data" }] },
      open,
      { stdout: out.sink, stderr: err.sink },
    );
    assert.equal(code, 0, err.text());
    // The walk sees the file that the host put there.
    assert.equal(out.text().replace("walk: 511", "walk: 510"), native);
    assert.equal(err.text(), "to stderr\n");
    assert.equal(readFileSync(join(host, "hard"), "utf8"), "both");
  });

  test(`runInBrowser() lets a GOOS=${os} program's timers tick while it waits for stdin`, async () => {
    const stdin = new PassThrough();
    const out = capture();
    const code = await runInBrowser({ program: buildGo({ program: "waiting", os }) }, open, {
      stdin,
      stdout(bytes) {
        out.sink(bytes);
        if (out.text().includes("ticked")) stdin.end("a line\n");
      },
      stderr: out.sink,
    });
    assert.equal(code, 0);
    assert.equal(out.text(), 'ready\nticked\ngot "a line\\n" after ticks: true\n');
  });

  test(`runInBrowser() passes a GOOS=${os} program's exit codes, panics and deadlocks on`, async () => {
    const program = buildGo({ program: "exits", os });
    for (const [how, code, says] of [
      ["7", 7, ""],
      ["panic", 2, "panic: on purpose"],
      ["deadlock", 2, "all goroutines are asleep - deadlock!"],
    ] as const) {
      const err = capture();
      const streams = { stdout: () => {}, stderr: err.sink };
      assert.equal(await runInBrowser({ program, args: [how] }, open, streams), code);
      assert.ok(err.text().includes(says), err.text());
    }
  });
}

for (const os of ["wasip1", "js"] as const) {
  test(`runInBrowser() passes 20 MB of input on to a GOOS=${os} program as it reads them`, async () => {
    let asked = 0;
    const stdin = new Readable({
      read() {
        asked++;
        this.push(asked > 320 ? null : new Uint8Array(65_536).fill(asked & 255));
      },
    });
    const out = capture();
    const streams = { stdin, stdout: out.sink, stderr: out.sink };
    assert.equal(await runInBrowser({ program: buildGo({ program: "counting", os }) }, open, streams), 0, out.text());
    const total = Array.from({ length: 320 }, (_, index) => ((index + 1) & 255) * 65_536).reduce((a, b) => a + b);
    assert.equal(out.text(), `${320 * 65_536} ${total} <nil>\n`);
  });
}
