import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { slipwayProgram } from "../testing/act/run-act.ts";
import { distFiles } from "../testing/dist-files.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

const ROOT = path.resolve(import.meta.dirname, "../../../../..");
const GITLAB_CI_LOCAL = path.join(ROOT, "node_modules", "gitlab-ci-local", "dist", "index.js");

test("gitlab-ci-local executes the child pipeline of examples/fleet to the dist of one machine", async (t) => {
  // It copies the checkout for each job with rsync.
  needPrograms({ rsync: "rsync" });
  const published = mkdtempSync(path.join(os.tmpdir(), "slipway-gitlab-"));
  t.after(() => rmSync(published, { recursive: true, force: true }));
  const fleet = tempProject(t, {}, { git: false });
  const filter = (file: string): boolean => path.basename(file) !== "dist";
  cpSync(path.join(ROOT, "examples", "fleet"), fleet.root, { recursive: true, filter });
  const page = readFileSync(path.join(ROOT, "docs", "ci-gitlab.md"), "utf8");
  const shown = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const publish = /# >>> yours: publish \(.*\n([\s\S]*?) *# <<< yours/.exec(page)?.[1] ?? "";
  assert.match(publish, /PUBLISH_TO/);
  fleet.write({ "slipway.yaml": shown, ".gitignore": "dist/\n.gitlab-ci-local/\n" });
  fleet.git("init", "--quiet", "--initial-branch=main");
  const args = ["ci", "--for", "gitlab", "--slipway", slipwayProgram(t)];
  assert.equal((await runSlipway(args, { cwd: fleet.root })).code, 0);
  const child = fleet
    .read(".gitlab/release.yml")
    .replace(/( {4}# >>> yours: publish.*\n)/, (mark) => `${mark}${publish}`);
  fleet.write({ ".gitlab/release.yml": child });
  assert.equal((await runSlipway([...args, "--check"], { cwd: fleet.root })).code, 0, "lines of one's own are kept");
  fleet.commit("pipeline");
  fleet.git("tag", "v1.2.3");
  fleet.git("remote", "add", "origin", "https://gitlab.example.test/group/fleet.git");

  const cache = mkdtempSync(path.join(os.tmpdir(), "slipway-gitlab-cache-"));
  t.after(() => rmSync(cache, { recursive: true, force: true }));
  const gitlab = (...more: readonly string[]): { status: number | null; stdout: string } => {
    const argv = [GITLAB_CI_LOCAL, "--force-shell-executor", "--shell-isolation", ...more];
    const variables = ["CI_COMMIT_TAG=v1.2.3", `PUBLISH_TO=${published}`].flatMap((each) => ["--variable", each]);
    const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}`;
    const env = { ...process.env, PATH, NO_COLOR: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
    return spawnSync(process.execPath, [...argv, ...variables], {
      cwd: fleet.root,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
  };
  // It holds both files against GitLab's own schema; a child pipeline it does not start by itself.
  const parent = gitlab("--list");
  assert.equal(parent.status, 0, parent.stdout);
  const run = gitlab("--file", ".gitlab/release.yml");
  assert.equal(run.status, 0, run.stdout.slice(-5000));
  const passed = [...run.stdout.matchAll(/ PASS +(\w+)/g)].map(([, name]) => name);
  const count = (name: string): number => passed.filter((each) => each === name).length;
  assert.ok(count("build") >= 3 && count("prove") >= 2 && count("test") >= 3, passed.join(" "));
  assert.deepEqual([count("merge"), count("publish")], [1, 1]);

  // It copied what the jobs kept into the checkout.
  fleet.git("clean", "-fdxq");
  const whole = await runSlipway(["release", "--skip=publish,prove"], {
    cwd: fleet.root,
    env: { SLIPWAY_CACHE: path.join(cache, "one") },
  });
  assert.equal(whole.code, 0, whole.stderr);
  assert.deepEqual(distFiles(published), distFiles(path.join(fleet.root, "dist")));
});
