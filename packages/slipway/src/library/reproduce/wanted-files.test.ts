import assert from "node:assert/strict";
import test from "node:test";
import type { Artifact } from "../../plan/artifact.ts";
import type { Task } from "../../plan/task.ts";
import { wantedFiles } from "./wanted-files.ts";

function artifact(type: Artifact["type"], name: string, path: string, extra: Artifact["extra"] = {}): Artifact {
  return { name, path, type, extra };
}

const program = (target: string): Artifact => artifact("Binary", "app", `app_${target}/app`, { Builder: "go" });
const archive = artifact("Archive", "app_1.0.0.tar.gz", "app_1.0.0.tar.gz");
const TASKS = [
  ...["linux_amd64", "linux_arm64"].flatMap((target) => {
    const made = program(target);
    const released = artifact("Binary", `app_1.0.0_${target}`, made.path, { Format: "binary" });
    return [{ outputs: [{ path: made.path, artifact: made }] }, { outputs: [], announces: [released] }];
  }),
  { outputs: [{ path: archive.path, artifact: archive }, { path: ".inner/list" }] },
] as unknown as readonly Task[];

const words = (...asked: readonly string[]): string[] =>
  wantedFiles(TASKS, asked).map(({ path, name }) => `${path} as ${name}`);

test("wantedFiles() finds a program that is released as it is under the name that it has there", () => {
  assert.deepEqual(words("app_1.0.0_linux_arm64", "app_1.0.0.tar.gz"), [
    "app_linux_arm64/app as app_1.0.0_linux_arm64",
    "app_1.0.0.tar.gz as app_1.0.0.tar.gz",
  ]);
});

test("wantedFiles() goes by paths first, and takes a program's own name for none, since every target has it", () => {
  assert.deepEqual(words("app_linux_amd64/app"), [
    "app_linux_amd64/app as app",
    "app_linux_amd64/app as app_1.0.0_linux_amd64",
  ]);
  assert.deepEqual(words("app", "nothing"), []);
});

test("wantedFiles() takes all that is shown to the world when nothing is asked for", () => {
  assert.deepEqual(
    wantedFiles(TASKS, []).map(({ name }) => name),
    ["app", "app_1.0.0_linux_amd64", "app", "app_1.0.0_linux_arm64", "app_1.0.0.tar.gz"],
  );
});
