import { strict as assert } from "node:assert";
import { test } from "node:test";
import * as fc from "fast-check";
import { threadBlocker } from "../blocking/thread.ts";
import { dev } from "../vfs/backends/dev.ts";
import { memory } from "../vfs/backends/memory.ts";
import { ERRNO } from "../vfs/codes.ts";
import { drive } from "../vfs/steps.ts";
import { Vfs } from "../vfs/vfs.ts";
import { openStandard } from "../core/open-standard.ts";
import { describe, Descriptors } from "./descriptors.ts";
import { GuestMemory } from "./guest-memory.ts";
import { Exit } from "./system.ts";
import { wasip1, type Import } from "./wasip1.ts";

/** The 46 calls and the types of their arguments: i for i32, I for i64 (witx `wasi_snapshot_preview1`). */
const SIGNATURES: Record<string, string> = {
  args_get: "ii",
  args_sizes_get: "ii",
  clock_res_get: "ii",
  clock_time_get: "iIi",
  environ_get: "ii",
  environ_sizes_get: "ii",
  fd_advise: "iIIi",
  fd_allocate: "iII",
  fd_close: "i",
  fd_datasync: "i",
  fd_fdstat_get: "ii",
  fd_fdstat_set_flags: "ii",
  fd_fdstat_set_rights: "iII",
  fd_filestat_get: "ii",
  fd_filestat_set_size: "iI",
  fd_filestat_set_times: "iIIi",
  fd_pread: "iiiIi",
  fd_prestat_dir_name: "iii",
  fd_prestat_get: "ii",
  fd_pwrite: "iiiIi",
  fd_read: "iiii",
  fd_readdir: "iiiIi",
  fd_renumber: "ii",
  fd_seek: "iIii",
  fd_sync: "i",
  fd_tell: "ii",
  fd_write: "iiii",
  path_create_directory: "iii",
  path_filestat_get: "iiiii",
  path_filestat_set_times: "iiiiIIi",
  path_link: "iiiiiii",
  path_open: "iiiiiIIii",
  path_readlink: "iiiiii",
  path_remove_directory: "iii",
  path_rename: "iiiiii",
  path_symlink: "iiiii",
  path_unlink_file: "iii",
  poll_oneoff: "iiii",
  proc_exit: "i",
  proc_raise: "i",
  random_get: "ii",
  sched_yield: "",
  sock_accept: "iii",
  sock_recv: "iiiiii",
  sock_send: "iiiii",
  sock_shutdown: "ii",
};

/** A system over 64 KB of memory with one preopened directory. */
async function hostile(): Promise<{ readonly calls: Record<string, Import>; readonly guest: WebAssembly.Memory }> {
  const guest = new WebAssembly.Memory({ initial: 1 });
  const guestMemory = new GuestMemory();
  guestMemory.attach(guest);
  const vfs = new Vfs(memory({ maximumFile: 1 << 16 }));
  await vfs.mount("/dev", dev());
  const descriptors = new Descriptors();
  for (const file of await openStandard(vfs)) descriptors.add(describe(file, vfs.start));
  const root = await drive(vfs.open(vfs.start, "/", { directory: true }));
  descriptors.add(describe(root, { trail: [root.spot], confined: true }, { preopen: "/" }));
  const shared = { args: ["a"], env: ["K=V"], blocker: threadBlocker(), strict: true };
  const system = { memory: guestMemory, descriptors, vfs, ...shared };
  return { calls: await wasip1(system, Object.keys(SIGNATURES)), guest };
}

test("wasip1() has the 46 calls of preview1", async () => {
  const { calls } = await hostile();
  assert.deepEqual(Object.keys(calls).sort(), Object.keys(SIGNATURES).sort());
  assert.equal(Object.keys(calls).length, 46);
});

test("wasip1() answers any arguments with an errno and throws nothing but an exit", async () => {
  const i32 = fc.oneof(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 0, max: 70_000 }),
    fc.constantFrom(-1, 0x7fff_ffff, -0x8000_0000, 65_535, 65_536, 65_528),
    fc.integer(),
  );
  const i64 = fc.oneof(fc.bigInt({ min: 0n, max: 16n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
  const step = fc.constantFrom(...Object.entries(SIGNATURES)).chain(([name, types]) =>
    fc.record({
      name: fc.constant(name),
      values: fc.tuple(...types.split("").map((type): fc.Arbitrary<number | bigint> => (type === "i" ? i32 : i64))),
      poke: fc.uint8Array({ minLength: 64, maxLength: 64 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { calls, guest } = await hostile();
      for (const { name, values, poke } of steps) {
        // A poll that may sleep for ever is not hostile but a long test.
        if (name === "poll_oneoff") continue;
        new Uint8Array(guest.buffer).set(poke);
        try {
          const errno = await calls[name]?.(...(values as never[]));
          assert.ok(typeof errno === "number" && errno >= 0 && errno <= 76, `${name}: ${errno}`);
        } catch (error) {
          assert.ok(error instanceof Exit, `${name} threw ${String(error)}`);
        }
      }
      assert.equal(guest.buffer.byteLength, 65_536);
    }),
    { numRuns: 3000 },
  );
});

test("poll_oneoff() refuses counts and addresses outside the memory", async () => {
  const { calls } = await hostile();
  const poll = calls["poll_oneoff"] as (...values: number[]) => number;
  const { EFAULT, EINVAL } = ERRNO;
  assert.equal(poll(0, 0, 0, 0), EINVAL);
  assert.equal(poll(0, 0, -1, 0), EINVAL);
  assert.equal(poll(0, 0, 1 << 17, 0), EFAULT);
  assert.equal(poll(65_530, 0, 1, 0), EFAULT);
  assert.equal(poll(0, 65_530, 1, 0), EFAULT);
});

test("a memory that grew during a call is seen at its new size", async () => {
  const { calls, guest } = await hostile();
  const random = calls["random_get"] as (address: number, length: number) => number;
  assert.equal(random(65_536, 16), ERRNO.EFAULT);
  guest.grow(1);
  assert.equal(random(65_536, 16), 0);
  assert.notDeepEqual(new Uint8Array(guest.buffer, 65_536, 16), new Uint8Array(16));
});

test("a structure goes to the very address that was given, aligned or not, and nowhere near the end", async () => {
  const { calls, guest } = await hostile();
  const clock = calls["clock_time_get"] as (id: number, precision: bigint, at: number) => number;
  const bytes = new Uint8Array(guest.buffer);
  bytes.fill(0xee);
  assert.equal(clock(0, 0n, 1001), 0);
  assert.deepEqual([bytes[1000], bytes[1009]], [0xee, 0xee]);
  assert.ok(new DataView(guest.buffer).getBigUint64(1001, true) > 1_700_000_000_000_000_000n);
  for (const at of [-1, -4, -8, 65_529, 65_535]) assert.equal(clock(0, 0n, at), ERRNO.EFAULT);
  const stat = calls["fd_filestat_get"] as (fd: number, at: number) => number;
  assert.equal(stat(3, 65_472), 0);
  assert.equal(stat(3, 65_473), ERRNO.EFAULT);
});
