import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, TINY_MODULE } from "../testing/temp-project.ts";

const TOKEN = "s3cr3t-of-the-day";
const CONFIG = `version: 2
builds:
  - targets: [linux_amd64]
    env: [CGO_ENABLED=0, "FROM_TOKEN={{ .Env.RELEASE_TOKEN }}", "API_KEY=only-in-the-file"]
    ldflags: ["-X main.commit={{ .Env.RELEASE_TOKEN }}"]
    hooks:
      pre:
        - { cmd: "sh -c 'echo pre {{ .Env.RELEASE_TOKEN }} $MORE'", env: ["MORE=x{{ .Env.RELEASE_TOKEN }}"], output: true }
`;

/** Every text below a folder in which a secret stands. */
function leaks(folder: string, secret: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const file = path.join(folder, name);
    return (
      /\.(?:json|html|xml|md|sarif|ya?ml)$/.test(name) && statSync(file).isFile() && readFileSync(file).includes(secret)
    );
  });
}

test("secrets stand in no plan, event, record, report, reason or error", async (t) => {
  const { root } = tempProject(t, { ...TINY_MODULE, "slipway.yaml": CONFIG });
  const cache = path.join(root, "..", "cache");
  const env = { SLIPWAY_CACHE: cache, RELEASE_TOKEN: TOKEN };
  const said: string[] = [];
  const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { code, stdout, stderr } = await runSlipway(args, { cwd: root, env: { ...env, ...more } });
    said.push(stdout, stderr);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  const plan = await run(["plan", "--snapshot", "--json"]);
  assert.match(plan, /-X main\.commit=\*\*\*/);
  assert.match(plan, /"API_KEY": "\*\*\*"/);
  assert.match(await run(["release", "--snapshot", "--json"]), /pre \*\*\* x\*\*\*/);
  await run(["release", "--snapshot", "--verbose"], { RELEASE_TOKEN: `${TOKEN}-2` });
  const why = ["plan", "--snapshot", "--why", "go-build:tiny:linux_amd64_v1"];
  assert.match(await run(why, { RELEASE_TOKEN: `${TOKEN}-2` }), /a value that is kept secret changed/);

  const broken = CONFIG.replace("echo pre", "exit 3; echo");
  const failed = await runSlipway(["release", "--snapshot", "-f", "-"], { cwd: root, env, stdin: broken });
  assert.equal(failed.code, 1);
  const loud = CONFIG.replace(/' ?",/, `; exit 4'",`);
  const failedLoud = await runSlipway(["release", "--snapshot", "-f", "-"], { cwd: root, env, stdin: loud });
  assert.match(failedLoud.stderr, /pre \*\*\* x\*\*\*/);

  for (const text of [...said, failed.stdout, failed.stderr, failedLoud.stdout, failedLoud.stderr])
    assert.ok(!text.includes(TOKEN), text);
  assert.deepEqual(leaks(cache, TOKEN), []);
  assert.deepEqual(leaks(path.join(root, "dist"), TOKEN), []);
});
