import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import type { Event } from "../../events.ts";
import { newKeyPair } from "../../platform/ed25519.ts";
import { fakeGithub, fakeS3, fakeTurborepo, startFake } from "../../scale/remote/testing/fake-http.ts";
import { startFakeReapi } from "../../scale/remote/testing/fake-reapi.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, TINY_MODULE, type Cleanup } from "../testing/temp-project.ts";

const docs = path.resolve(import.meta.dirname, "../../../../..", "docs", "cache");

/** Starts what a page's config speaks to; the secrets among the variables must be seen nowhere. */
type Start = (t: Cleanup) => Promise<{ env: Readonly<Record<string, string>>; secrets: readonly string[] }>;

const STARTS: Readonly<Record<string, Start>> = {
  directory: () => Promise.resolve({ env: { CACHE_FOLDER: "../shared" }, secrets: [] }),
  s3: async (t) => {
    const { url, close } = await startFake(fakeS3);
    t.after(close);
    const secrets = ["planted-secret-of-s3", "planted-session-token"];
    const [secret = "", session = ""] = secrets;
    const env = { AWS_ACCESS_KEY_ID: "planted-id", AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: session };
    return { env: { ...env, S3_ENDPOINT: url }, secrets };
  },
  turborepo: async (t) => {
    const { url, close } = await startFake(fakeTurborepo);
    t.after(close);
    const env = { TURBO_TOKEN: "planted-turbo-token", TURBO_REMOTE_CACHE_SIGNATURE_KEY: "planted-signature-key" };
    return { env: { ...env, TURBO_API: url }, secrets: Object.values(env) };
  },
  github: async (t) => {
    const { url, close } = await startFake(fakeGithub());
    t.after(close);
    const env = { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: "planted-runtime-token" };
    return { env, secrets: [env.ACTIONS_RUNTIME_TOKEN] };
  },
  reapi: async (t) => {
    const { url, close } = await startFakeReapi();
    t.after(close);
    return { env: { REAPI_URL: url, REAPI_TOKEN: "planted-reapi-token" }, secrets: ["planted-reapi-token"] };
  },
};

/** Everything below some folders that holds one of the texts. */
function holding(folders: readonly string[], texts: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
      const file = path.join(folder, name);
      return statSync(file).isFile() && texts.some((text) => readFileSync(file).includes(text));
    }),
  );
}

for (const page of readdirSync(docs).map((name) => name.replace(/\.md$/, ""))) {
  test(`the config of docs/cache/${page}.md brings work from one machine to another and shows no secret`, async (t) => {
    const start = STARTS[page];
    assert.ok(start, "a page without a server");
    const config = /```yaml\n(# slipway\.yaml\n[\s\S]*?)```/.exec(
      readFileSync(path.join(docs, `${page}.md`), "utf8"),
    )?.[1];
    assert.ok(config, "a page without a config");
    const { env, secrets } = await start(t);
    const pair = newKeyPair();
    const build = "builds:\n  - { targets: [linux_amd64], env: [CGO_ENABLED=0] }\n";
    const { root } = tempProject(t, { ...TINY_MODULE, "slipway.yaml": config + build });
    const said: string[] = [];
    const release = async (machine: string, more: Readonly<Record<string, string>>): Promise<Event[]> => {
      rmSync(path.join(root, "dist"), { recursive: true, force: true });
      const run = await runSlipway(["release", "--snapshot", "--skip=prove", "--json"], {
        cwd: root,
        env: { ...env, CACHE_PUBLIC_KEY: pair.publicKey, SLIPWAY_CACHE: path.join(root, "..", machine), ...more },
      });
      assert.equal(run.code, 0, run.stdout + run.stderr);
      said.push(run.stdout, run.stderr);
      return run.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Event);
    };
    const warnings = (events: readonly Event[]): string[] =>
      events.flatMap((event) => (event.type === "message" && event.level === "warning" ? [event.text] : []));

    assert.deepEqual(warnings(await release("one", { SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey })), []);
    const second = await release("two", {});
    assert.deepEqual(warnings(second), []);
    const levels = second.flatMap((event) =>
      event.type === "task-finished" && event.kind === "go-build" ? [event.level] : [],
    );
    // GitHub's cache keeps what took a second or more, which this small program may or may not do.
    if (page !== "github") assert.deepEqual(levels, ["remote"]);
    const planted = [...secrets, pair.secretKey];
    for (const text of said) assert.ok(!planted.some((secret) => text.includes(secret)), text);
    assert.deepEqual(holding([path.join(root, "dist"), path.join(root, "..", "one")], planted), []);
  });
}
