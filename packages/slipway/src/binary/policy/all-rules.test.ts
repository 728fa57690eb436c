import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { RULES } from "./all-rules.ts";

test("every rule has a name of its own, a reason, a way out and a test", () => {
  assert.equal(new Set(RULES.map(({ code }) => code)).size, RULES.length);
  const source = path.resolve(import.meta.dirname, "..", "..");
  const tests = globSync("{binary,cli}/**/*policy*/**/*.test.ts", { cwd: source })
    .concat(globSync("cli/e2e/policy.test.ts", { cwd: source }))
    .map((file) => readFileSync(path.join(source, file), "utf8"))
    .join("\n");
  for (const { code, about, reason, fix } of RULES) {
    assert.match(code, /^[a-z0-9]+(?:-[a-z0-9]+)+$|^unstripped$/);
    for (const text of [about, reason, fix]) assert.match(text, /^\S.*[^.]$/, code);
    assert.ok(new RegExp(`(?:error|warning|notice) ${code}"|"${code}"`).test(tests), `no test finds ${code}`);
  }
});
