/**
 * The test command: `npm test` runs the static checks and every unit and end-to-end test, `npm run test:extended` what
 * takes long to install or run. Arguments narrow it down: `npm test -- graph` runs the test files whose path holds
 * "graph", without the static checks. The last line is `N passed, N failed, N skipped`.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "node:test";
import { runChecks } from "./checks.ts";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const extended = process.argv.includes("--extended");
const count = { passed: 0, failed: 0, skipped: 0 };

if (!extended && words.length === 0) {
  for (const result of await runChecks(root)) {
    count[result.ok ? "passed" : "failed"]++;
    console.log(`${result.ok ? "ok  " : "FAIL"} check: ${result.name}`);
    if (!result.ok) console.log(result.output.trimEnd());
  }
}

const bundled = spawnSync(process.execPath, ["scripts/bundle.ts"], { stdio: "inherit" });
if (bundled.status !== 0) count.failed++;

const files = globSync("{packages/*/src,scripts,bench,examples}/**/*.test.ts", { exclude: ["**/node_modules/**"] })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".extended.test.ts") === extended)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort((a, b) => (a < b ? -1 : 1));

if (files.length > 0) {
  const started = new Map<string, { tests: number; bad: number; ms: number }>();
  const stream = run({
    files,
    concurrency: extended ? 1 : Math.max(1, os.availableParallelism()),
    // A file that hangs is a failure with a name, not a job that the CI system kills.
    timeout: extended ? 40 * 60_000 : 5 * 60_000,
  });
  for await (const event of stream) {
    if (event.type === "test:pass" || event.type === "test:fail") {
      const { data } = event;
      const file = path.relative(root, data.file ?? data.name);
      const entry = started.get(file) ?? { tests: 0, bad: 0, ms: 0 };
      started.set(file, entry);
      const isFile = data.nesting === 0 && data.name === data.file;
      if (data.details.type === "suite" || (isFile && event.type === "test:pass")) continue;
      if (event.type === "test:fail") {
        // The parent of a failed sub-test fails with it; only the sub-test is news.
        if (String(data.details.error.message).includes("subtest")) continue;
        count.failed++;
        entry.bad++;
        console.log(`FAIL ${file}: ${data.name}`);
        console.log(String(data.details.error.cause ?? data.details.error).replaceAll(/^/gm, "     "));
        const stack = (data.details.error.cause as Error | undefined)?.stack;
        if (stack) console.log(stack.split("\n").slice(1, 6).join("\n"));
      } else if (data.skip !== undefined || data.todo !== undefined) {
        count.skipped++;
        console.log(`skip ${file}: ${data.name}${typeof data.skip === "string" ? ` (${data.skip})` : ""}`);
      } else count.passed++;
      entry.tests++;
      if (data.nesting === 0) entry.ms += data.details.duration_ms;
    } else if (event.type === "test:summary" && event.data.file) {
      const file = path.relative(root, event.data.file);
      const entry = started.get(file);
      const seconds = (event.data.duration_ms / 1000).toFixed(1);
      console.log(`${entry?.bad ? "FAIL" : "ok  "} ${file} (${entry?.tests ?? 0} tests, ${seconds} s)`);
    } else if (event.type === "test:stderr" || event.type === "test:stdout") {
      if (process.env["SLIPWAY_TEST_OUTPUT"]) process.stderr.write(event.data.message);
    }
  }
}

console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
