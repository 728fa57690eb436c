import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { sha256 } from "../../platform/hash.ts";
import type { RebuildRequest, RebuildResult, RebuildSource } from "./rebuild-request.ts";
import { reproduce } from "./reproduce-source.ts";
import type { Reproduction } from "./reproduction.ts";
import type { RebuildBase } from "./run-rebuild.ts";

const SOURCE: RebuildSource = {
  repository: "/nowhere",
  commit: "0123456789abcdef",
  branch: "main",
  remote: "",
  tag: "",
  prefix: "",
  file: "",
  snapshot: true,
  nightly: false,
  skip: [],
  ids: [],
  singleTarget: false,
  project: "",
};

type Env = Readonly<Record<string, string>>;

/** Reproduces a release of text files, each made of the environment that it is built in. */
async function reproduceTexts(
  t: test.TestContext,
  texts: Readonly<Record<string, (env: Env) => string>>,
): Promise<{ readonly reproduction: Reproduction; readonly told: readonly string[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-trace-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const env: Env = { TZ: "UTC", HOME: "/home/a" };
  const write = (dist: string, seen: Env): RebuildResult["files"] =>
    Object.entries(texts).map(([name, make]) => {
      const text = make(seen);
      mkdirSync(dist, { recursive: true });
      writeFileSync(path.join(dist, name), text);
      return { path: name, name, digest: sha256(text), size: text.length };
    });
  const base: RebuildBase = {
    source: SOURCE,
    original: "",
    env,
    kept: {},
    abilities: { locales: [] },
    now: 0,
    sharedGoCache: "",
    cacheFolder: path.join(folder, "cache"),
    signal: new AbortController().signal,
    run: (argv, options) => {
      const request = JSON.parse(readFileSync(argv.at(-1)!, "utf8")) as RebuildRequest;
      const dist = path.join(request.clone, "dist");
      const result: RebuildResult = { version: "1", dist, files: write(dist, options.env), shared: 0 };
      writeFileSync(request.result, JSON.stringify(result));
      return Promise.resolve({ exitCode: 0, stdout: "", stderr: "", ms: 1, timedOut: false });
    },
  };
  const made = path.join(folder, "made");
  const told: string[] = [];
  const reproduction = await reproduce(base, {
    level: "quick",
    originals: write(made, env).map((file) => ({ ...file, place: path.join(made, file.name), isList: false })),
    folder: path.join(folder, "rebuilds"),
    trace: true,
    hostTarget: "linux/amd64",
    onProgress: (text) => told.push(text.replace(/\d+ s so far/, "N s so far")),
  });
  return { reproduction, told };
}

test("reproduce() tells of each rebuild that looks for a cause how far it is, and stops when the last one is found", async (t) => {
  const { reproduction, told } = await reproduceTexts(t, { "zone.txt": ({ TZ }) => `zone ${TZ}\n` });
  assert.deepEqual(
    reproduction.causes.map(({ variation }) => variation),
    ["time-zone"],
  );
  assert.deepEqual(told, [
    "rebuild with 11 things varied",
    "rebuild 1 with nothing varied: 0 of 11 variations looked at, 1 cause open, N s so far",
    "rebuild 2 with nothing varied again: 0 of 11 variations looked at, 1 cause open, N s so far",
    "rebuild 3 with another clock, directory, user, host, home, umask: 0 of 11 variations looked at, 1 cause open, N s so far",
    "rebuild 4 with another locale, time-zone, temporary-folder: 6 of 11 variations looked at, 1 cause open, N s so far",
    "rebuild 5 with another locale: 6 of 11 variations looked at, 1 cause open, N s so far",
    "rebuild 6 with another time-zone: 7 of 11 variations looked at, 1 cause open, N s so far",
  ]);
  assert.equal(reproduction.rebuilds, told.length);
});

test("reproduce() looks at what a value points to first, by itself", async (t) => {
  const { reproduction, told } = await reproduceTexts(t, {
    "temporary.txt": (env) => `made in ${env["TMPDIR"]?.replace(/.*(?=slipway-tmp)/, "") ?? "tmp"}\n`,
  });
  assert.deepEqual(
    reproduction.causes.map(({ variation }) => variation),
    ["temporary-folder"],
  );
  assert.match(told[3] ?? "", /^rebuild 3 with another temporary-folder: 0 of 11/);
  assert.equal(told.length, 4);
});

test("reproduce() gives up on what only comes of two variations after a few rebuilds", async (t) => {
  const { reproduction } = await reproduceTexts(t, {
    "both.txt": ({ TZ, CI }) => `${TZ !== "UTC" && CI !== undefined}\n`,
  });
  assert.deepEqual(
    reproduction.causes.map(({ variation }) => variation),
    ["unknown"],
  );
  assert.ok(reproduction.rebuilds <= 9, `${reproduction.rebuilds}`);
});
