import { join } from "node:path";
import { readFile, readdir, writeFile } from "node:fs/promises";
import assert from "node:assert/strict";
import type { Task } from "../../plan/task.ts";
import { fakeOutput, fakeTask, type FakeProject } from "./fake-project.ts";

/** Four targets of a build, an internal file and an archive each, and a checksum file over all: 13 tasks. */
export function killPlan(project: FakeProject, run: number): Task[] {
  const tasks: Task[] = [];
  const archives: string[] = [];
  for (const target of ["linux", "darwin", "windows", "js"]) {
    // The name changes now and then, so that stale files must leave dist.
    const archive = `hello_${run % 3}_${target}.tar`;
    tasks.push(
      fakeTask(
        `build:${target}`,
        { sources: ["a.go", "b.go"], text: target },
        { outputs: [fakeOutput(`${target}/hello`)] },
      ),
      fakeTask(
        `tidy:${target}`,
        {},
        { needs: [`build:${target}`], inputs: [`${target}/hello`], outputs: [{ path: `${target}/tidy`, mode: 0o600 }] },
      ),
      fakeTask(
        `pack:${target}`,
        { text: "P" },
        { needs: [`tidy:${target}`], inputs: [`${target}/tidy`], outputs: [fakeOutput(archive)] },
      ),
    );
    archives.push(archive);
    project.behaviour[`build:${target}`] = () => new Promise((resolve) => setTimeout(resolve, 2));
  }
  tasks.push(fakeTask("sums", {}, { needs: archives.map((_, index) => tasks[index * 3 + 2]!.id), inputs: archives }));
  return tasks;
}

/** Changes the sources of a run: large enough that a kill can come in the middle of a copy. */
export async function changeSources(project: FakeProject, run: number): Promise<void> {
  await writeFile(join(project.root, "a.go"), `run ${run} `.repeat(5_000));
  if (run % 2 === 0) await writeFile(join(project.root, "b.go"), `other ${run}`);
}

/** Fails unless dist holds exactly what the plan makes of the sources. */
export async function assertRight(project: FakeProject, run: number): Promise<void> {
  const [a, b] = await Promise.all(["a.go", "b.go"].map((name) => readFile(join(project.root, name), "utf8")));
  const expected: Record<string, string> = {};
  const packed: string[] = [];
  for (const target of ["linux", "darwin", "windows", "js"]) {
    expected[join(target, "hello")] = `${target}|${a}|${b}`;
    packed.push((expected[`hello_${run % 3}_${target}.tar`] = `P||${target}|${a}|${b}`));
  }
  expected["sums.txt"] = ["", ...packed].join("|");
  const found: string[] = [];
  for (const entry of await readdir(project.dist, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) found.push(join(entry.parentPath, entry.name).slice(project.dist.length + 1));
  }
  assert.deepEqual(found.sort(), Object.keys(expected).sort());
  for (const path of found)
    assert.ok((await readFile(join(project.dist, path), "utf8")) === expected[path], `${path} is wrong`);
}
