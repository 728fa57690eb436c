import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { takeLock, type LockOwner } from "./lock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-lock-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const what = 'the project "x"';

/** A process that takes the lock, says so, and holds it until it is killed. */
async function holder(): Promise<{ pid: number; kill(): Promise<void> }> {
  const script = `import(${JSON.stringify(join(import.meta.dirname, "lock.ts"))}).then(async ({ takeLock }) => {
    await takeLock(${JSON.stringify(folder)}, { what: "it" }); console.log("held"); setInterval(() => {}, 1000); });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    pid: child.pid!,
    async kill() {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}

test("takeLock() names the process that holds the lock, and takes over when it was killed", async () => {
  const other = await holder();
  try {
    await assert.rejects(takeLock(folder, { what }), {
      code: "locked",
      message: `Another run (process ${other.pid}) is working on the project "x"`,
    });
  } finally {
    await other.kill();
  }
  const lock = await takeLock(folder, { what });
  await assert.rejects(takeLock(folder, { what }), { code: "locked" });
  await lock.release();
  await (await takeLock(folder, { what })).release();
});

test("takeLock() waits until the other lets go", async () => {
  const first = await takeLock(folder, { what });
  const waits: number[] = [];
  const second = takeLock(folder, { what, wait: 60_000, onWait: ({ pid }) => waits.push(pid) });
  await new Promise((resolve) => setTimeout(resolve, 80));
  await first.release();
  await (await second).release();
  assert.deepEqual(waits, [process.pid]);
});

test("takeLock() stops waiting when it is cancelled", async () => {
  const lock = await takeLock(folder, { what });
  const controller = new AbortController();
  const waiting = takeLock(folder, { what, wait: 60_000, signal: controller.signal, onWait: () => controller.abort() });
  await assert.rejects(waiting, { code: "cancelled" });
  await lock.release();
});

test(
  "takeLock() is not fooled by another process with the same pid",
  { skip: process.platform !== "linux" },
  async () => {
    await takeLock(folder, { what });
    const [name] = await readdir(folder);
    const file = join(folder, name!);
    const owner = JSON.parse(await readFile(file, "utf8")) as LockOwner;
    await assert.rejects(takeLock(folder, { what }), { code: "locked" });
    await writeFile(file, JSON.stringify({ ...owner, start: "1" }));
    await (await takeLock(folder, { what })).release();
  },
);

test("takeLock() believes a holder on another host as long as it shows signs of life", async () => {
  await mkdir(folder, { recursive: true });
  const owner: LockOwner = { pid: 1, start: "1", place: "another host", released: false };
  await writeFile(join(folder, "7"), JSON.stringify(owner));
  await assert.rejects(takeLock(folder, { what }), { code: "locked" });
  await utimes(join(folder, "7"), 1, 1);
  await (await takeLock(folder, { what })).release();
});

test("takeLock() believes a pid without a start time as long as its heart beats: it may be another process by now", async () => {
  const first = await takeLock(folder, { what });
  const path = join(folder, "1");
  // As a host writes it that does not tell when a process started; our own pid stands for a reused one.
  await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, "utf8")) as LockOwner), start: "" }));
  await assert.rejects(takeLock(folder, { what }), { code: "locked" });
  const old = Date.now() / 1000 - 301;
  await utimes(path, old, old);
  await (await takeLock(folder, { what })).release();
  await first.release();
});

test("takeLock() lets exactly one of many through at a time, also past a stale lock", async () => {
  await writeFile(join(folder, "3"), "torn by a crash");
  let inside = 0;
  let rounds = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 3; round += 1) {
        const lock = await takeLock(folder, { what, wait: 60_000 });
        inside += 1;
        assert.equal(inside, 1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
        rounds += 1;
        await lock.release();
      }
    }),
  );
  assert.equal(rounds, 24);
  assert.equal((await readdir(folder)).length, 1);
});
