/**
 * Types, lint, format and import rules: `npm run check`, or `npm run fix` to let lint and format mend what they can.
 * Prints one line a check and exits 1 when one failed.
 */
import path from "node:path";
import { runChecks } from "./checks.ts";

const root = path.resolve(import.meta.dirname, "..");
const results = await runChecks(root, { fix: process.argv.includes("--fix") });
for (const result of results) {
  console.log(`${result.ok ? "ok  " : "FAIL"} ${result.name}`);
  if (!result.ok) console.log(result.output.trimEnd());
}
process.exitCode = results.every((result) => result.ok) ? 0 : 1;
