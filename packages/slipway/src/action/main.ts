import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readInputs } from "./inputs.ts";
import { installSlipway, writeLauncher, type SlipwayCommand } from "./install.ts";
import { outputLines } from "./output-lines.ts";

/** The GitHub Action: gets Slipway, runs it, hands on what it made. The exit code is Slipway's. */
function main(env: Readonly<Record<string, string | undefined>>): number {
  const { version, args, folder, installOnly } = readInputs(env);
  const tools = env["RUNNER_TOOL_CACHE"] ?? env["RUNNER_TEMP"] ?? ".";
  const command = installSlipway(version, { tools, node: process.execPath, npm: "npm" });
  append(env["GITHUB_PATH"], `${writeLauncher(command, tools)}\n`);
  if (installOnly) return 0;

  const code = run(command, args, folder);

  const dist = path.join(folder, "dist");
  for (const [name, file] of [
    ["artifacts", "artifacts.json"],
    ["metadata", "metadata.json"],
  ] as const) {
    const full = path.join(dist, file);
    if (code === 0 && existsSync(full)) append(env["GITHUB_OUTPUT"], outputLines(name, readFileSync(full, "utf8")));
  }
  if (existsSync(path.join(dist, "artifacts.json"))) summarise(command, folder, env["GITHUB_STEP_SUMMARY"]);
  return code;
}

function run([program, ...first]: SlipwayCommand, args: readonly string[], cwd: string): number {
  const { status, error } = spawnSync(program, [...first, ...args], { cwd, stdio: "inherit" });
  if (error !== undefined) throw error;
  return status ?? 1;
}

/** The job's summary: sizes and findings. A summary that cannot be made is no reason to fail a release. */
function summarise([program, ...first]: SlipwayCommand, cwd: string, file: string | undefined): void {
  const { status, stdout } = spawnSync(program, [...first, "ci", "summary"], { cwd, encoding: "utf8" });
  if (status === 0) append(file, stdout);
}

function append(file: string | undefined, text: string): void {
  if (file !== undefined && file !== "") appendFileSync(file, text);
}

try {
  process.exitCode = main(process.env);
} catch (error) {
  console.log(
    `::error::${(error instanceof Error ? error.message : String(error)).replaceAll("%", "%25").replaceAll("\n", "%0A")}`,
  );
  process.exitCode = 1;
}
