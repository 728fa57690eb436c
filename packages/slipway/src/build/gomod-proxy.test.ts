import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../errors.ts";
import { BuildRig } from "./testing/build-rig.ts";
import { serveModule } from "./testing/serve-module.ts";

const MOD = "module example.test/served\n\ngo 1.21\n";
const CONFIG =
  "version: 2\nproject_name: served\ngomod: { proxy: true }\nbuilds: [{ id: tool, main: ./cmd/tool, targets: [linux_amd64] }]\n";
const MAIN = 'package main\n\nfunc main() { println("from the proxy") }\n';
const RELEASE = { plan: { snapshot: false } } as const;

async function rigFor(goMod: string): Promise<BuildRig> {
  const rig = new BuildRig({
    files: {
      "go.mod": goMod,
      "slipway.yaml": CONFIG,
      "cmd/tool/main.go": MAIN.replace("proxy", "checkout"),
      ".gitignore": "/proxy/\n",
    },
    env: { GOENV: "off", GOFLAGS: undefined, GONOSUMDB: "*", GONOPROXY: "none" },
    ...RELEASE,
  });
  for (const argv of [
    ["init", "-q"],
    ["add", "."],
    ["-c", "user.name=a", "-c", "user.email=a@example.test", "commit", "-qm", "x"],
    ["tag", "v1.2.3"],
  ]) {
    execFileSync("git", argv, { cwd: rig.root });
  }
  await rig.gather();
  return rig;
}

test("gomod.proxy builds what the module proxy serves at the tag, not the checkout", async () => {
  await using rig = await rigFor(MOD);
  serveModule(join(rig.root, "proxy"), "example.test/served", "v1.2.3", { "go.mod": MOD, "cmd/tool/main.go": MAIN });
  const env = {
    ...rig.facts.env,
    GOPROXY: `file://${join(rig.root, "proxy")}`,
    GOMODCACHE: join(rig.root, "..", "mod"),
  };
  rig.facts = { ...rig.facts, env };
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks.map((task) => task.id),
    ["gomod-proxy:tool", "go-build:tool:linux_amd64_v1"],
  );
  await rig.run(plan);
  const program = join(rig.dist, "tool_linux_amd64_v1/served");
  const info = execFileSync(rig.facts.toolchain!.go, ["version", "-m", program], { encoding: "utf8" });
  assert.match(info, /\tpath\texample\.test\/served\/cmd\/tool\n\tmod\texample\.test\/served\tv1\.2\.3\th1:/);
  assert.ok(readFileSync(program).includes("from the proxy"));
  execFileSync("chmod", ["-R", "u+w", join(rig.root, "..", "mod")]);
});

test("gomod.proxy is off in snapshots and refuses replace directives by line", async () => {
  await using rig = await rigFor(`${MOD}\nreplace (\n\texample.test/x => ../x // local\n)\n`);
  assert.deepEqual(
    (await rig.plan({ snapshot: true })).tasks.map((task) => task.kind),
    ["go-build"],
  );
  await assert.rejects(rig.run(await rig.plan()), (error: unknown) => {
    const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
    assert.ok(first instanceof SlipwayError);
    assert.equal(first.code, "gomod-replace");
    return first.details.where?.line === 6;
  });
});
