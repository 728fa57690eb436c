import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { newKeyPair } from "../packages/slipway/src/platform/ed25519.ts";
import {
  startBuildGrid,
  startTurborepo,
  startVersityGw,
} from "../packages/slipway/src/scale/remote/testing/real-servers.ts";
import { commit, copyExample } from "./contenders.ts";
import { digestOf } from "./digest-of.ts";
import { measure, type Cost } from "./measure.ts";

const SLIPWAY = path.resolve(import.meta.dirname, "..", "slipway");
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "bench-access",
  AWS_SECRET_ACCESS_KEY: "bench-secret-of-s3",
  TURBO_TOKEN: "bench-turbo-token",
};

/**
 * A machine with nothing beside machines with nothing but a remote cache on the loopback, for each kind of server: for what was made
 * elsewhere before, and after an edit, when only compile packs help. Returns lines to print.
 */
export async function remoteBesideCold(example: string): Promise<string[]> {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-bench-remote-"));
  const servers = [
    await startVersityGw(CREDENTIALS.AWS_ACCESS_KEY_ID, CREDENTIALS.AWS_SECRET_ACCESS_KEY, "bench"),
    await startTurborepo(CREDENTIALS.TURBO_TOKEN),
    await startBuildGrid(),
  ];
  try {
    const [s3 = "", turborepo = "", reapi = ""] = servers.map(({ url }) => url);
    const remotes: Readonly<Record<string, string>> = {
      directory: `{ type: directory, path: "${path.join(home, "remote")}" }`,
      "S3 (VersityGW)": `{ type: s3, url: "${s3}", bucket: bench }`,
      "Turborepo's API": `{ type: turborepo, url: "${turborepo}", team: team_bench }`,
      "REAPI (BuildGrid)": `{ type: reapi, url: "${reapi}", instance: main }`,
    };
    const keys = newKeyPair();
    const project = copyExample(example, path.join(home, "project"));
    // One path for all: where a file outside of the project lies is part of what a rebuild depends on.
    const file = path.join(home, "slipway.yaml");
    let machines = 0;
    /** A release on a machine that has never seen anything. */
    const machine = async (used: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Cost> => {
      machines++;
      const caches = path.join(home, `machine-${machines}`);
      mkdirSync(caches);
      const list = used.map((remote) => `\n    - ${remote}`).join("") || " []";
      writeFileSync(file, `version: 2\ncache:\n  trusted: ["${keys.publicKey}"]\n  remotes:${list}\n`);
      rmSync(path.join(project, "dist"), { recursive: true, force: true });
      const places = { GOCACHE: path.join(caches, "go"), SLIPWAY_CACHE: path.join(caches, "slipway"), CI: "true" };
      const cost = await measure({
        argv: [SLIPWAY, "release", "--snapshot", "-f", file],
        cwd: project,
        env: { ...process.env, ...CREDENTIALS, ...places, ...env },
      });
      rmSync(caches, { recursive: true, force: true });
      return cost;
    };
    const lines: string[] = [];
    const tell = (what: string, cost: Cost, cold: Cost, bytes: string): void => {
      const share = `${((cost.wall / cold.wall) * 100).toFixed(1)} % of cold`;
      lines.push(`${example}: ${what}: ${cost.wall.toFixed(1)} s wall, ${cost.cpu.toFixed(1)} s CPU, ${share}${bytes}`);
      console.error(lines.at(-1));
    };

    const cold = await machine([]);
    const made = digestOf(path.join(project, "dist"));
    const sameBytes = (): string =>
      digestOf(path.join(project, "dist")) === made ? ", the same bytes" : ", OTHER BYTES";
    tell("cold, no remote", cold, cold, "");
    const fill = await machine(Object.values(remotes), { SLIPWAY_CACHE_SIGNING_KEY: keys.secretKey });
    tell("cold, writing to all remotes", fill, cold, sameBytes());
    for (const [name, remote] of Object.entries(remotes)) {
      tell(`cold, ${name} warm`, await machine([remote]), cold, sameBytes());
    }
    appendFileSync(path.join(project, "internal", "store", "store.go"), '\nfunc init() { println("edited") }\n');
    commit(project, "edit");
    for (const [name, remote] of Object.entries(remotes)) {
      tell(`cold after an edit, ${name} warm`, await machine([remote]), cold, "");
    }
    return lines;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    execFileSync("chmod", ["-R", "u+w", home]);
    rmSync(home, { recursive: true, force: true });
  }
}
