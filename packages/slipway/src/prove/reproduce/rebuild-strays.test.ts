import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { nameProcess } from "../../platform/process/orphans.ts";
import { ownFolderInMemory, removeRebuildStrays } from "./rebuild-strays.ts";
import { isClockFile } from "./shared-clock.ts";

test("removeRebuildStrays() removes what processes that were killed have left, with their clocks, and nothing else", async (t) => {
  const memory = mkdtempSync(path.join(os.tmpdir(), "slipway-memory-"));
  t.after(() => rmSync(memory, { recursive: true, force: true }));
  const at = (name: string): string => path.join(memory, name);
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  const ended = nameProcess(child.pid!);
  child.kill("SIGKILL");
  await once(child, "exit");

  await ownFolderInMemory(at("slipway-rebuilt-here"), ["faketime_shm_1"]);
  await ownFolderInMemory(at("slipway-rebuilt-gone"), ["faketime_shm_2", "sem.faketime_sem_2", "precious", "../up"]);
  writeFileSync(at("slipway-rebuilt-gone/owner"), ended);
  mkdirSync(at("slipway-rebuilt-unknown/rebuilt"), { recursive: true });
  for (const name of ["faketime_shm_1", "faketime_shm_2", "sem.faketime_sem_2", "precious"])
    writeFileSync(at(name), "");

  await removeRebuildStrays(memory, isClockFile);
  assert.deepEqual(readdirSync(memory).sort(), [
    "faketime_shm_1",
    "precious",
    "slipway-rebuilt-here",
    "slipway-rebuilt-unknown",
  ]);
});
