import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { newKeyPair } from "../packages/slipway/src/platform/ed25519.ts";
import { openRemote } from "../packages/slipway/src/scale/remote/open-remote.ts";
import { readEntry } from "../packages/slipway/src/scale/remote/entry.ts";
import type { RemoteSettings } from "../packages/slipway/src/scale/remote/remote-settings.ts";
import type { RemoteKey, Space } from "../packages/slipway/src/scale/remote/remote.ts";
import {
  startBuildGrid,
  startTurborepo,
  startVersityGw,
  type RealServer,
} from "../packages/slipway/src/scale/remote/testing/real-servers.ts";
import { remoteSettings } from "../packages/slipway/src/scale/remote/testing/settings.ts";
import { commit, copyExample, restart } from "./contenders.ts";
import { digestOf } from "./digest-of.ts";
import { measure, type Cost } from "./measure.ts";

const SLIPWAY = path.resolve(import.meta.dirname, "..", "slipway");
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "bench-access",
  AWS_SECRET_ACCESS_KEY: "bench-secret-of-s3",
  TURBO_TOKEN: "bench-turbo-token",
};

/** The other kinds of remotes, each on a server that others wrote. */
const SERVERS: Readonly<
  Record<string, { start: () => Promise<RealServer>; settings: (url: string) => RemoteSettings }>
> = {
  "S3 (VersityGW)": {
    start: () => startVersityGw(CREDENTIALS.AWS_ACCESS_KEY_ID, CREDENTIALS.AWS_SECRET_ACCESS_KEY, "bench"),
    settings: (url) => remoteSettings({ type: "s3", url, bucket: "bench", prefix: "slipway" }),
  },
  "Turborepo's API": {
    start: () => startTurborepo(CREDENTIALS.TURBO_TOKEN),
    settings: (url) => remoteSettings({ type: "turborepo", url, team: "team_bench" }),
  },
  "REAPI (BuildGrid)": {
    start: startBuildGrid,
    settings: (url) => remoteSettings({ type: "reapi", url, instance: "main" }),
  },
};

type KeyPair = ReturnType<typeof newKeyPair>;

/** What the slow half of the benchmark saw, kept so that the other half can be run alone. */
interface Seen {
  readonly keys: KeyPair;
  readonly cold: Cost;
  /** Of dist. */
  readonly digest: string;
  readonly filling?: Cost;
}

/**
 * A machine with nothing beside machines with nothing but a remote cache on the loopback, for each kind of server: for what was made
 * elsewhere before, and after an edit, when only compile packs help.
 *
 * The cold machine is measured once, and a folder is filled once: what is in it is put on the servers, so that each row is
 * short. With a `home` that an earlier run has filled only the rows are measured. Lines are printed as they come, and returned.
 */
export async function remoteBesideCold(example: string, home?: string): Promise<string[]> {
  const folder = home ?? mkdtempSync(path.join(os.tmpdir(), "slipway-bench-remote-"));
  mkdirSync(folder, { recursive: true });
  const shared = path.join(folder, "remote");
  const project = copyExample(example, path.join(folder, "project"));
  const directory = remoteSettings({ type: "directory", path: shared });
  const lines: string[] = [];
  const tell = (what: string, cost: Cost, cold: Cost, bytes: string): void => {
    const share = `${((cost.wall / cold.wall) * 100).toFixed(1)} % of cold`;
    lines.push(`${example}: ${what}: ${cost.wall.toFixed(1)} s wall, ${cost.cpu.toFixed(1)} s CPU, ${share}${bytes}`);
    console.error(lines.at(-1));
  };
  const machine = (remotes: readonly RemoteSettings[], keys: KeyPair, signs = false): Promise<Cost> =>
    newMachine(folder, project, remotes, keys, signs);
  try {
    restart(project);
    const kept = path.join(folder, "seen.json");
    const read = (): Partial<Seen> => (existsSync(kept) ? (JSON.parse(readFileSync(kept, "utf8")) as Seen) : {});
    const { keys = newKeyPair() } = read();
    let { cold, filling, digest } = read();
    const note = (seen: Seen): void => writeFileSync(kept, JSON.stringify(seen));
    if (cold === undefined || digest === undefined) {
      cold = await machine([], keys);
      digest = digestOf(path.join(project, "dist"));
      note({ keys, cold, digest });
    }
    const measured = cold;
    tell("cold, no remote", cold, measured, "");
    if (filling === undefined) {
      rmSync(shared, { recursive: true, force: true });
      filling = await machine([directory], keys, true);
      note({ keys, cold, digest, filling });
    }
    tell("cold, filling a directory", filling, measured, "");
    const sameBytes = (): string =>
      digestOf(path.join(project, "dist")) === digest ? ", the same bytes" : ", OTHER BYTES";
    const rows = async (name: string, settings: RemoteSettings): Promise<void> => {
      restart(project);
      tell(`cold, ${name} warm`, await machine([settings], keys), measured, sameBytes());
      appendFileSync(path.join(project, "internal", "store", "store.go"), '\nfunc init() { println("edited") }\n');
      commit(project, "edit");
      const label = `cold after an edit, ${name} warm`;
      try {
        tell(label, await machine([settings], keys), measured, "");
      } catch (error) {
        // The gate runs programs under what there is here; the other rows are worth having all the same.
        lines.push(`${example}: ${label}: failed`);
        console.error(`${lines.at(-1)}: ${(error as Error).message}`);
      }
    };
    await rows("directory", directory);
    for (const [name, { start, settings }] of Object.entries(SERVERS)) {
      const server = await start();
      try {
        await copyObjects(shared, settings(server.url), keys.publicKey);
        await rows(name, settings(server.url));
      } finally {
        await server.close();
      }
    }
    return lines;
  } finally {
    if (home === undefined) {
      execFileSync("chmod", ["-R", "u+w", folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** A release on a machine that has never seen anything. */
async function newMachine(
  folder: string,
  project: string,
  remotes: readonly RemoteSettings[],
  keys: KeyPair,
  signs: boolean,
): Promise<Cost> {
  const caches = path.join(folder, "machine");
  removeFolder(caches);
  mkdirSync(caches);
  // One path for all: where a file outside of the project lies is part of what a rebuild depends on.
  const file = path.join(folder, "slipway.yaml");
  const list = remotes.map((remote) => {
    const said = Object.entries(remote).filter(([, value]) => typeof value === "string" && value !== "");
    return `\n    - ${JSON.stringify(Object.fromEntries(said))}`;
  });
  writeFileSync(file, `version: 2\ncache:\n  trusted: ["${keys.publicKey}"]\n  remotes:${list.join("") || " []"}\n`);
  rmSync(path.join(project, "dist"), { recursive: true, force: true });
  const places = { GOCACHE: path.join(caches, "go"), SLIPWAY_CACHE: path.join(caches, "slipway"), CI: "true" };
  const cost = await measure({
    argv: [SLIPWAY, "release", "--snapshot", "-f", file],
    cwd: project,
    env: { ...process.env, ...CREDENTIALS, ...places, ...(signs ? { SLIPWAY_CACHE_SIGNING_KEY: keys.secretKey } : {}) },
  });
  removeFolder(caches);
  return cost;
}

/**
 * Puts on a server what a run that fills it would have put there, out of a directory: entries are signed and blobs have their
 * digest for a name, wherever they are.
 */
async function copyObjects(from: string, to: RemoteSettings, publicKey: string): Promise<void> {
  const remote = await openRemote(to, CREDENTIALS);
  const { signal } = new AbortController();
  const keys = (["blobs", "actions"] as const).flatMap((space: Space) =>
    readdirSync(path.join(from, space), { recursive: true, encoding: "utf8" })
      .filter((name) => /[\\/][0-9a-f]{64}$/.test(name))
      .map((name) => ({ key: { space, name: path.basename(name) }, file: path.join(from, space, name) })),
  );
  for (const { key, file } of keys) {
    const bytes = new Uint8Array(readFileSync(file));
    if (key.space === "actions" && milliseconds(bytes, key.name, publicKey) < remote.leastMs) continue;
    const named: RemoteKey = { ...key, size: bytes.length };
    await remote.put(named, bytes, { signal });
  }
  await remote.close?.();
}

/** What the work took that an entry tells of; help for compilers is never too little. */
function milliseconds(entry: Uint8Array, key: string, publicKey: string): number {
  const read = readEntry(entry, key, new Set([publicKey]));
  const ms = typeof read === "string" ? 0 : read.record.about["ms"];
  return typeof ms === "number" ? ms : Infinity;
}

function removeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  // Stores and module caches are read-only.
  execFileSync("chmod", ["-R", "u+w", folder]);
  rmSync(folder, { recursive: true });
}
