import { execFileSync, spawn } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { FORGEJO_RUNNERS, GITHUB_RUNNERS } from "../../../scale/ci/runners.ts";
import { needGoProgram } from "../../../platform/testing/need-go-program.ts";
import { needNpmPackage } from "../../../platform/testing/need-npm-package.ts";
import { CLI } from "../run-slipway.ts";
import type { Cleanup } from "../temp-project.ts";

/**
 * A runner of workflows on this machine: act, with this machine in the place of every kind of machine that a workflow names.
 *
 * The actions come from nowhere but here: `actions/` has stand-ins, fakes that hold a step's inputs against what the real action
 * knows. Those for artifacts use the official client, `@actions/artifact`, and act serves its protocol.
 */
export interface ActOptions {
  /** The repository that is checked out; the workflow is read from its work tree. */
  readonly repository: string;
  readonly workflow?: string;
  readonly event?: "push" | "pull_request";
  /** What GitHub would send with the event. */
  readonly payload?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Actions of our own, `owner/name@ref` to a folder. */
  readonly actions?: Readonly<Record<string, string>>;
}

/** How a workflow ended, and the results of its jobs by display name. */
export interface ActRun {
  readonly code: number | null;
  readonly log: string;
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** The text of a file in the artifact whose name begins so. */
  artifact(start: string, file: string): string;
}

/** Newer clients send fields and addresses that act 0.2.89 does not understand. */
const CLIENTS = { 3: ["1.1.3", {}], 4: ["4.0.0", { "@azure/storage-blob": "12.17.0" }] } as const;

/** act appends the blocks of an artifact in the order in which they arrive, whatever the list of blocks says. */
const ONE_BLOCK_AT_A_TIME = { ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: "1" };

/** Executes a workflow. */
export async function runAct(t: Cleanup, options: ActOptions): Promise<ActRun> {
  const act = needGoProgram("github.com/nektos/act", "0.2.89", "--version");
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-act-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const { repository, workflow = ".github/workflows/release.yml", event = "push", env = {}, actions = {} } = options;
  const text = readFileSync(path.join(repository, workflow), "utf8");
  const machines = [GITHUB_RUNNERS, FORGEJO_RUNNERS].flatMap(({ build, native }) => [build, ...Object.values(native)]);
  const standIns = [
    ...new Set(
      [...text.matchAll(/uses: ([\w-]+\/[\w-]+@[0-9a-f]{40}) # v(\d+)/gu)].map(([, uses, major]) => `${uses} ${major}`),
    ),
  ];
  const payload = path.join(home, "event.json");
  writeFileSync(payload, JSON.stringify(options.payload ?? {}));
  const args = [
    event,
    "-W",
    path.join(repository, workflow),
    "-e",
    payload,
    ...[...new Set(machines)].flatMap((name) => ["-P", `${name}=-self-hosted`]),
    ...standIns.flatMap((each) => ["--local-repository", standIn(each, home)]),
    ...Object.entries(actions).flatMap(([name, folder]) => ["--local-repository", `${name}=${folder}`]),
    "--action-offline-mode",
    "--no-skip-checkout",
    "--no-cache-server",
    "--pull=false",
    "--action-cache-path",
    path.join(home, "cache"),
    "--artifact-server-path",
    path.join(home, "artifacts"),
    "--artifact-server-addr",
    "127.0.0.1",
    "--artifact-server-port",
    String(await freePort()),
    ...Object.entries({ TEST_REPOSITORY: repository, ...ONE_BLOCK_AT_A_TIME, ...env }).flatMap(([name, value]) => [
      "--env",
      `${name}=${value}`,
    ]),
  ];
  const { code, log } = await collect(act, args, repository);
  const named = (end: string): string[] =>
    [...log.matchAll(/^\[[^/\]]*\/([^\]]*)\] 🏁 {2}Job (\w+)/gmu)].flatMap(([, name = "", how]) =>
      how === end ? [name.trim()] : [],
    );
  const artifact = (start: string, file: string): string => artifactText(path.join(home, "artifacts"), start, file);
  return { code, log, succeeded: named("succeeded"), failed: named("failed"), artifact };
}

/** act keeps an artifact as `RUN/NAME/NAME.zip`. */
function artifactText(folder: string, start: string, file: string): string {
  const zip = globSync(path.join(folder, "*", `${start}*`, "*.zip"))[0];
  if (zip === undefined) throw new Error(`There is no artifact "${start}"`);
  return execFileSync(
    "python3",
    ["-c", "import sys,zipfile;sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())", zip, file],
    { encoding: "utf8" },
  );
}

/** A folder that act takes for one action at one commit. `each` is `owner/name@commit major`. */
function standIn(each: string, home: string): string {
  const [uses = "", major = ""] = each.split(" ");
  const name = uses.slice(uses.indexOf("/") + 1, uses.indexOf("@"));
  const folder = path.join(home, "actions", name);
  mkdirSync(folder, { recursive: true });
  const here = path.join(import.meta.dirname, "actions");
  for (const file of [`${name}.cjs`, "contract.cjs"]) cpSync(path.join(here, file), path.join(folder, file));
  writeFileSync(path.join(folder, "action.yml"), `name: ${name}\nruns:\n  using: node24\n  main: ${name}.cjs\n`);
  if (name.endsWith("-artifact")) {
    const [version, overrides] = CLIENTS[major === "3" ? 3 : 4];
    const client = needNpmPackage("@actions/artifact", version, overrides);
    // act copies the action's folder for each step: the client's thousands of files stay where they are.
    const entry = path.join(client, "node_modules", "@actions", "artifact");
    writeFileSync(path.join(folder, "client.cjs"), `module.exports = require(${JSON.stringify(entry)});\n`);
  }
  return `${uses}=${folder}`;
}

/**
 * A command called `slipway` for `ci.slipway`: the bundle that is tested, run by this Node. Its cache is in the job's temporary
 * folder: what one machine made or tried must not help another.
 */
export function slipwayProgram(t: Cleanup): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-program-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = path.join(folder, "slipway");
  writeFileSync(
    program,
    `#!/bin/sh\nexport SLIPWAY_CACHE="\${RUNNER_TEMP:-$WORK}/slipway-cache"\nexec '${process.execPath}' '${CLI}' "$@"\n`,
    { mode: 0o755 },
  );
  return program;
}

function collect(program: string, args: readonly string[], cwd: string): Promise<{ code: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    };
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, log }));
  });
}

/** act wants a number. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
