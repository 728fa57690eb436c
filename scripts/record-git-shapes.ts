/**
 * Records what GoReleaser makes of the repositories in `source/testing/git-shapes.ts`:
 * `sh scripts/run.sh scripts/record-git-shapes.ts PATH_OF_GORELEASER`. Needed only when a shape is added.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { GIT_SHAPES } from "../packages/slipway/src/source/testing/git-shapes.ts";
import { isolatedEnvironment, makeRepository } from "../packages/slipway/src/source/testing/repository.ts";

const FIELDS = `ProjectName Version RawVersion Tag PreviousTag Branch Commit ShortCommit FullCommit CommitDate
  CommitTimestamp GitURL GitTreeState IsGitDirty IsGitClean Summary TagSubject TagContents TagBody Major Minor Patch
  Prerelease IsSnapshot ModulePath`.split(/\s+/);

const goreleaser = process.argv[2];
if (goreleaser === undefined) throw new Error("Name the goreleaser command");
const work = mkdtempSync(path.join(os.tmpdir(), "record-git-"));
const records: Record<string, unknown> = {};
for (const shape of GIT_SHAPES) {
  const folder = path.join(work, shape.name.replaceAll(/[^a-z0-9]+/g, "-"));
  const home = path.join(work, "home");
  mkdirSync(home, { recursive: true });
  const env = { ...isolatedEnvironment(home), GOFLAGS: "-buildvcs=false", GOCACHE: path.join(work, "gocache") };
  makeRepository(folder, shape.steps, env);
  const out = `${folder}.fields`;
  const config = `${folder}.yaml`;
  const hook = path.join(work, "write.sh");
  writeFileSync(hook, 'for word in "$@"; do printf "%s\\0" "$word"; done > "$OUT"\n');
  writeFileSync(
    config,
    JSON.stringify({
      version: 2,
      ...(shape.projectName === undefined ? {} : { project_name: shape.projectName }),
      ...(shape.git === undefined ? {} : { git: shape.git }),
      ...(shape.snapshotTemplate === undefined ? {} : { snapshot: { version_template: shape.snapshotTemplate } }),
      ...(shape.releaseDisabled ? { release: { disable: true } } : {}),
      before: { hooks: [`sh ${hook} ${FIELDS.map((field) => `"{{ .${field} }}"`).join(" ")}`] },
      builds: [{ skip: true }],
    }),
  );
  const args = ["build", "-f", config, ...(shape.snapshot ? ["--snapshot"] : [])];
  const result = spawnSync(goreleaser, args, {
    cwd: folder,
    env: { ...env, ...shape.env, OUT: out },
    encoding: "utf8",
  });
  const metadata = path.join(folder, "dist", "metadata.json");
  if (existsSync(out) && existsSync(metadata)) {
    const words = readFileSync(out, "utf8").split("\0");
    const { project_name, tag, previous_tag, version, commit } = JSON.parse(readFileSync(metadata, "utf8")) as Record<
      string,
      string
    >;
    records[shape.name] = {
      fields: Object.fromEntries(FIELDS.map((field, index) => [field, words[index]])),
      metadata: { project_name, tag, previous_tag, version, commit },
    };
  } else {
    const error = /error=\s*(?:│ *)?(\S.*)/.exec(result.stderr)?.[1] ?? result.stderr.trim().split("\n").at(-1);
    records[shape.name] = { error: error?.replaceAll(work, "").trim() };
  }
}
rmSync(work, { recursive: true, force: true });
const target = path.join(import.meta.dirname, "../packages/slipway/src/source/testdata/git-shapes.json");
writeFileSync(target, `${JSON.stringify(records, undefined, 2)}\n`);
console.log(`Recorded ${Object.keys(records).length} shapes`);
