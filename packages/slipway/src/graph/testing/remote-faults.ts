import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { newKeyPair, signingKeyOf } from "../../platform/ed25519.ts";
import { sha256 } from "../../platform/hash.ts";
import { mulberry32 } from "../../platform/testing/random.ts";
import { GuardedRemote } from "../../scale/remote/guarded.ts";
import { openRemote } from "../../scale/remote/open-remote.ts";
import { RemoteCache } from "../../scale/remote/remote-cache.ts";
import type { Remote } from "../../scale/remote/remote.ts";
import { FAULTS, type Fault, type Faults } from "../../scale/remote/testing/fault.ts";
import { faultyDirectory, type FaultyPlace } from "../../scale/remote/testing/faulty-directory.ts";
import { fakeGithub, fakeS3, fakeTurborepo, startFake } from "../../scale/remote/testing/fake-http.ts";
import { startFakeReapi } from "../../scale/remote/testing/fake-reapi.ts";
import { remoteSettings } from "../../scale/remote/testing/settings.ts";
import { FakeProject, fakeJoin, fakeTask } from "./fake-project.ts";

const PLACES: Readonly<Record<string, (faults: Faults) => Promise<FaultyPlace>>> = {
  directory: faultyDirectory,
  async s3(faults) {
    const { url, close } = await startFake(fakeS3, faults);
    const env = { AWS_ACCESS_KEY_ID: "planted-id", AWS_SECRET_ACCESS_KEY: "planted-secret" };
    return { open: () => openRemote(remoteSettings({ type: "s3", url, bucket: "b" }), env), close };
  },
  async turborepo(faults) {
    const { url, close } = await startFake(fakeTurborepo, faults);
    const settings = remoteSettings({ type: "turborepo", url, team: "team_a" });
    return { open: () => openRemote(settings, { TURBO_TOKEN: "planted-turbo-token" }), close };
  },
  async github(faults) {
    const { url, close } = await startFake(fakeGithub(), faults);
    const env = { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: "planted-runtime-token" };
    // Without its limits, so that blobs and small tasks are tried too.
    const open = async (): Promise<Remote> => ({
      ...(await openRemote(remoteSettings({ type: "github", prefix: "p" }), env)),
      inlineBytes: 32_768,
    });
    return { open, close };
  },
  async reapi(faults) {
    const { url, close } = await startFakeReapi(faults);
    const settings = remoteSettings({ type: "reapi", url, headers: { "x-token": "planted-reapi-token" } });
    return { open: () => openRemote(settings, {}), close };
  },
};

const SAID: Readonly<Record<Fault, RegExp>> = {
  cut: /the connection broke off|cannot be reached/,
  delay: /did not answer in time/,
  "500": /it failed/,
  "429": /asks to be left alone/,
  "wrong-bytes": /gave wrong bytes|sent too much/,
  truncated: /gave wrong bytes/,
  "other-entry": /gave wrong bytes|sent too much|no trusted key/,
  "bad-signature": /gave wrong bytes/,
  full: /has no room/,
  expired: /the credential has expired/,
};

/** What a run of seeds saw. */
export interface SeenFaults {
  /** Faults of which a run told. */
  readonly told: ReadonlySet<Fault>;
  readonly levels: ReadonlySet<string>;
}

/**
 * For each seed, two machines make a project with a remote cache that fails in one way at random times; both must make the
 * right bytes, and whatever they complain about must name the remote and the true cause.
 */
export async function runFaultSeeds(first: number, count: number): Promise<SeenFaults> {
  const told = new Set<Fault>();
  const levels = new Set<string>();
  for (let seed = first; seed < first + count; seed++) {
    const names = Object.keys(PLACES);
    const place = names[seed % names.length]!;
    const fault = FAULTS[Math.floor(seed / names.length) % FAULTS.length]!;
    await runFaultSeed({ seed, name: place, start: PLACES[place]!, fault, said: SAID[fault], told, levels });
  }
  return { told, levels };
}

/** One project on two machines, beside a remote that fails in one way. */
export interface FaultSeed<F extends string> {
  readonly seed: number;
  /** Of the place. */
  readonly name: string;
  readonly start: (faults: () => F | undefined) => Promise<FaultyPlace>;
  readonly fault: F;
  /** What a warning may say of it. */
  readonly said: RegExp;
  /** Gets the fault when a run told of it. */
  readonly told: Set<F>;
  /** Gets where results came from. */
  readonly levels: Set<string>;
}

/** Both machines must make the right bytes. */
export async function runFaultSeed<F extends string>(options: FaultSeed<F>): Promise<void> {
  const { seed, name, start, fault, said, told, levels } = options;
  // Hashed, so that neighbouring seeds have nothing in common.
  const random = mulberry32(Number.parseInt(sha256(String(seed)).slice(0, 8), 16) | 0);
  // A machine may find a good remote, a bad one, or one that is bad now and then.
  const often = [0, 0.3, 1];
  let chance = often[Math.floor(random() * 3)]!;
  const place = await start(() => (random() < chance ? fault : undefined));
  const project = await FakeProject.make("slipway-faults-");
  const label = `seed ${seed}: ${fault} on ${name}`;
  try {
    const noise = Array.from({ length: 1500 }, (_, at) => sha256(`${name} ${seed} ${at}`)).join("");
    await project.write("a.go", "A");
    const tasks = [
      fakeTask("a", { sources: ["a.go"], text: noise }),
      fakeTask("b", { text: `small ${seed}` }),
      fakeJoin("sum", ["a", "b"]),
    ];
    const pair = newKeyPair();
    const expected = [`${noise}|A`, `small ${seed}`, `|${noise}|A|small ${seed}`];
    for (const machine of [1, 2]) {
      const warnings: string[] = [];
      const remote = { ...(await place.open()), leastMs: 0 };
      const warn = (text: string): void => void warnings.push(text);
      const guard = {
        read: true,
        write: true,
        timeout: fault === "delay" ? 150 : 20_000,
        signal: new AbortController().signal,
        warn,
        pause: 1,
      };
      const remotes = new RemoteCache({
        remotes: [new GuardedRemote(remote, guard)],
        key: signingKeyOf(pair.secretKey)!,
        trusted: new Set([pair.publicKey]),
        limit: 1e7,
        patience: 15_000,
        warn,
      });
      await project.run(tasks, { remotes, clean: true });
      for (const level of Object.values(project.levels())) levels.add(level);
      const made = await Promise.all(["a.txt", "b.txt", "sum.txt"].map((path) => project.read(path)));
      assert.deepEqual(made, expected, `${label}, machine ${machine}`);
      assert.ok(warnings.length <= 2, `${label}: ${warnings.join("\n")}`);
      for (const text of warnings) {
        if (/not written to the remote cache/.test(text)) continue;
        assert.ok(text.includes(`"${remote.name}"`), `${label}: ${text}`);
        assert.match(text, said, `${label}: ${text}`);
        assert.doesNotMatch(text, /planted/, label);
        told.add(fault);
      }
      await rm(project.cache, { recursive: true, force: true });
      chance = often[Math.floor(random() * 3)]!;
    }
  } finally {
    await project.remove();
    await place.close();
  }
}
