import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The command line that runs Slipway: a program and its first arguments. */
export type SlipwayCommand = readonly [string, ...string[]];

/** What installing needs of the machine. */
export interface Machine {
  /** Where tools are kept on this runner. */
  readonly tools: string;
  /** The Node that runs the action. */
  readonly node: string;
  readonly npm: string;
}

/**
 * Gets Slipway: a path is taken as it is, a version comes from the npm registry into the runner's folder for tools.
 *
 * @throws Error that says what npm said.
 */
export function installSlipway(version: string, { tools, node, npm }: Machine): SlipwayCommand {
  if (/[\\/]/u.test(version)) {
    if (!existsSync(version)) throw new Error(`There is no "${version}" to run as Slipway`);
    return [path.resolve(version)];
  }
  if (!/^[\w.+-]+$/u.test(version)) throw new Error(`"${version}" is no version of Slipway`);
  const folder = path.join(tools, "slipway", version);
  const program = path.join(folder, "node_modules", "slipway", "dist", "cli.js");
  // A version never changes, "latest" does.
  if (version === "latest" || !existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    // On Windows npm is a script, which a shell runs, which takes the words apart that are not quoted.
    const shell = process.platform === "win32";
    const prefix = shell ? `"${folder}"` : folder;
    const args = ["install", "--no-audit", "--no-fund", "--prefix", prefix, `slipway@${version}`];
    const { status, stderr, error } = spawnSync(npm, args, {
      encoding: "utf8",
      shell,
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(`npm cannot install slipway@${version}: ${error?.message ?? stderr.trim()}`);
  }
  return [node, program];
}

/** Puts a command called `slipway` into a folder for the PATH of later steps. Returns the folder. */
export function writeLauncher(command: SlipwayCommand, tools: string): string {
  const folder = path.join(tools, "slipway", "bin");
  mkdirSync(folder, { recursive: true });
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const launcher = path.join(folder, "slipway");
  writeFileSync(launcher, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(launcher, 0o755);
  writeFileSync(path.join(folder, "slipway.cmd"), `@${command.map((word) => `"${word}"`).join(" ")} %*\r\n`);
  return folder;
}
