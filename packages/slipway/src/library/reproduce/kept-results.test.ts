import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { keptResults } from "./kept-results.ts";

test(
  "keptResults() asks for many packages in portions that fit every command line",
  { skip: process.platform === "win32" && "the go of this test is a script" },
  async (t) => {
    const cwd = mkdtempSync(join(tmpdir(), "slipway-kept-"));
    t.after(() => rmSync(cwd, { recursive: true, force: true }));
    const go = join(cwd, "go");
    writeFileSync(
      go,
      `#!/bin/sh
case " $* " in
*" -deps "*) seq -f example.test/p%g 450 ;;
*) while [ "$1" != -- ]; do shift; done; shift; echo $# >> asked; for each; do echo "id of $each"; done ;;
esac
`,
    );
    chmodSync(go, 0o755);
    const env = { PATH: [cwd, process.env["PATH"]].join(delimiter) };
    const ids = await keptResults({ cwd, env, condition: "true", signal: new AbortController().signal });
    assert.deepEqual(
      ids,
      Array.from({ length: 450 }, (_, at) => `id of example.test/p${at + 1}`),
    );
    assert.equal(readFileSync(join(cwd, "asked"), "utf8"), "200\n200\n50\n");
  },
);
