import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { commandData } from "../report/github-annotation.ts";
import { readInputs } from "./inputs.ts";
import { installSlipway, writeLauncher, type SlipwayCommand } from "./install.ts";
import { outputLines } from "./output-lines.ts";
import { releasedProject } from "./released-project.ts";

/** The GitHub Action: gets Slipway, runs it, hands on what it made. The exit code is Slipway's. */
function main(env: Readonly<Record<string, string | undefined>>): number {
  const { version, args, folder, installOnly } = readInputs(env);
  const tools = env["RUNNER_TOOL_CACHE"] ?? env["RUNNER_TEMP"] ?? ".";
  const command = installSlipway(version, { tools, node: process.execPath, npm: "npm" });
  append(env["GITHUB_PATH"], `${writeLauncher(command, tools)}\n`);
  if (installOnly) return 0;

  const code = run(command, args, folder);

  const { dist, flags } = releasedProject(args, folder);
  for (const [name, file] of [
    ["artifacts", "artifacts.json"],
    ["metadata", "metadata.json"],
  ] as const) {
    const full = path.join(dist, file);
    if (code === 0 && existsSync(full)) append(env["GITHUB_OUTPUT"], outputLines(name, readFileSync(full, "utf8")));
  }
  if (existsSync(path.join(dist, "artifacts.json")))
    summarise(command, { folder, flags, file: env["GITHUB_STEP_SUMMARY"] });
  return code;
}

function run([program, ...first]: SlipwayCommand, args: readonly string[], cwd: string): number {
  const { status, error } = spawnSync(program, [...first, ...args], { cwd, stdio: "inherit" });
  if (error !== undefined) throw error;
  return status ?? 1;
}

interface Summary {
  readonly folder: string;
  readonly flags: readonly string[];
  readonly file: string | undefined;
}

/** The job's summary: sizes and findings. A summary that cannot be made is no reason to fail a release. */
function summarise([program, ...first]: SlipwayCommand, { folder, flags, file }: Summary): void {
  const args = [...first, "ci", "summary", ...flags];
  const { status, stdout } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  if (status === 0) append(file, stdout);
}

function append(file: string | undefined, text: string): void {
  if (file !== undefined && file !== "") appendFileSync(file, text);
}

try {
  process.exitCode = main(process.env);
} catch (error) {
  console.log(`::error::${commandData(error instanceof Error ? error.message : String(error))}`);
  process.exitCode = 1;
}
