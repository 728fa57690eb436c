import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { brokenImports } from "./check-imports.ts";

test("brokenImports() finds uphill imports, Node in pure rooms, unknown rooms and cycles, and spares tests", (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-imports-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const files: Record<string, string> = {
    "archive/a.ts": 'import { b } from "../plan/b.ts";\nimport fs from "node:fs";\n',
    "archive/a.test.ts": 'import "../plan/b.ts";\nimport fs from "node:fs";\n',
    "plan/b.ts": 'import type { C } from "./c.ts";\n',
    "plan/c.ts": 'import type { B } from "./b.ts";\nimport { a } from "../archive/a.ts";\n',
    "attic/d.ts": "export {};\n",
    "library/e.ts": "export {};\n",
    "index.ts": 'export * from "./library/e.ts";\n',
    "cli/f.ts": 'import "../index.ts";\nimport "../library/e.ts";\n',
    "cli/commands/cache-prog.ts": 'import "../../library/e.ts";\n',
  };
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(root, "packages/slipway/src", file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  mkdirSync(path.join(root, "packages/wasm/src"), { recursive: true });
  const at = "packages/slipway/src/";
  assert.deepEqual(brokenImports(root), [
    `${at}archive/a.ts: "archive" must not import "plan/b.ts": a lower ring or its own folder only`,
    `${at}archive/a.ts: only platform, cli, action may touch Node, but this imports "node:fs"`,
    `${at}attic/d.ts: "attic" is in no ring; add it to scripts/check-imports.ts and docs/architecture.md`,
    `${at}cli/f.ts: imports "library/e.ts" past index.ts`,
    `${at}import cycle: plan/b.ts -> plan/c.ts -> plan/b.ts`,
    `${at}import cycle: archive/a.ts -> plan/b.ts -> plan/c.ts -> archive/a.ts`,
  ]);
});
