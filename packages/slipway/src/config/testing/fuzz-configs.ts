import assert from "node:assert/strict";
import * as v from "valibot";
import { SlipwayError } from "../../errors.ts";
import { crossProblems } from "../cross-problems.ts";
import { applyDefaults } from "../defaults/apply-defaults.ts";
import { effectiveConfigYaml } from "../effective-config.ts";
import { loadConfig } from "../load/load-config.ts";
import { projectFile } from "../schema/project-file.ts";
import { projectFiles } from "./project-files.ts";
import { mulberry32 } from "../../platform/testing/random.ts";

/** What a mutation puts into a text: pieces that mean something to YAML or to the language. */
const PIECES: readonly string[] = [
  "\n",
  "  ",
  "\t",
  ":",
  ": ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "<<: *a\n",
  "|\n",
  ">-\n",
  "'",
  '"',
  "#",
  "!!int ",
  "!x ",
  "? ",
  "---\n",
  "...\n",
  "%YAML 9\n",
  "null",
  "~",
  "true",
  "0x7fffffffffffffffff",
  "1e999",
  ".nan",
  "-0",
  "{{",
  "}}",
  "\u0000",
  "\uFEFF",
  "\uD800",
  "é",
  "builds:\n",
  "goos: ",
  "includes: [{from_file: {path: slipway.yaml}}]\n",
  "__proto__: ",
  "constructor: ",
  "archives:\n  - format: zip\n",
  "snapshot: {name_template: x}\n",
  "mcp: {github: {name: x}}\n",
  "version: 1\n",
];

/** Whole numbers below `bound`, the same for the same seed. */
function numbersOf(seed: number): (bound: number) => number {
  const random = mulberry32(seed);
  return (bound) => Math.floor(random() * bound);
}

/** A text with some characters, lines or pieces of it changed. */
export function mutated(text: string, seed: number): string {
  const below = numbersOf(seed);
  let result = text;
  for (let count = 1 + below(3); count > 0; count -= 1) {
    const at = below(result.length + 1);
    const length = below(20);
    const lines = result.split("\n");
    const line = below(lines.length);
    switch (below(6)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + (PIECES[below(PIECES.length)] ?? "") + result.slice(at);
        break;
      case 2:
        lines.splice(line, 1);
        result = lines.join("\n");
        break;
      case 3:
        lines.splice(below(lines.length + 1), 0, lines[line] ?? "");
        result = lines.join("\n");
        break;
      case 4:
        lines[line] = `${" ".repeat(below(4))}${lines[line] ?? ""}`;
        result = lines.join("\n");
        break;
      default:
        result = result.slice(0, at) + String.fromCharCode(below(256)) + result.slice(at + 1);
    }
  }
  return result;
}

/** How many of the mutated configs were valid, and how many were refused. */
export interface FuzzResult {
  valid: number;
  refused: number;
}

/**
 * Loads `count` mutations of a config, all the way to the effective config when they are valid, whose text must be
 * valid too.
 *
 * @throws anything that is not a `SlipwayError`, with the seed in its message.
 */
export async function fuzzConfigs(text: string, first: number, count: number): Promise<FuzzResult> {
  const result: FuzzResult = { valid: 0, refused: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const input = mutated(text, seed);
    try {
      const isValid = await loads(input);
      result[isValid ? "valid" : "refused"] += 1;
    } catch (error) {
      throw new Error(`Seed ${seed} fails: ${String(error)}\n${input}`, { cause: error });
    }
  }
  return result;
}

async function loads(text: string): Promise<boolean> {
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": text }) });
  for (const problem of loaded.problems)
    assert.ok(problem instanceof SlipwayError && problem.details.where !== undefined);
  const config = applyDefaults(loaded.raw, {
    projectName: (names) => names.project_name,
    mains: [],
    env: {},
    hasFile: true,
  });
  crossProblems(config, loaded.positionOf);
  if (loaded.problems.length > 0) return false;
  // What our reader accepts, the schema's own library accepts too.
  assert.ok(v.safeParse(projectFile, loaded.raw).success);
  const again = await loadConfig({ readText: projectFiles({ "slipway.yaml": effectiveConfigYaml(config) }) });
  assert.deepEqual(again.problems, []);
  return true;
}
