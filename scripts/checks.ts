import { execFile } from "node:child_process";
import path from "node:path";
import { brokenImports } from "./check-imports.ts";
import { foreignWords } from "./check-words.ts";

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
}

/** Runs every static check of the repository; independent ones side by side. */
export async function runChecks(root: string, options: { readonly fix?: boolean } = {}): Promise<CheckResult[]> {
  const bin = (name: string): string => path.join(root, "node_modules", ".bin", name);
  return Promise.all([
    run("types", root, [bin("tsc"), "--noEmit", "-p", "tsconfig.json"]),
    run("types of packages/wasm in browsers", root, [bin("tsc"), "--noEmit", "-p", "packages/wasm/tsconfig.json"]),
    run("types of the benchmark page", root, [bin("tsc"), "--noEmit", "-p", "bench/wasm/tsconfig.json"]),
    run("types of packages/wasm in Node", root, [bin("tsc"), "--noEmit", "-p", "packages/wasm/tsconfig.node.json"]),
    run("lint", root, [bin("oxlint"), "--type-aware", "--deny-warnings", ...(options.fix ? ["--fix"] : [])]),
    run("format", root, [bin("oxfmt"), ...(options.fix ? [] : ["--check"])]),
  ]).then((results) => [
    ...results,
    check("import rules", () => brokenImports(root)),
    check("words", () => foreignWords(root)),
  ]);
}

function check(name: string, find: () => string[]): CheckResult {
  const found = find();
  return { name, ok: found.length === 0, output: found.join("\n") };
}

function run(name: string, cwd: string, [file, ...args]: [string, ...string[]]): Promise<CheckResult> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, maxBuffer: 64 << 20, shell: process.platform === "win32" }, (error, stdout, stderr) => {
      resolve({ name, ok: !error, output: `${stdout}${stderr}` });
    });
  });
}
