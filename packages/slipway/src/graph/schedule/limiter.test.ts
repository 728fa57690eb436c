import assert from "node:assert/strict";
import { test } from "node:test";
import { Limiter, type Claim, type Grant } from "./limiter.ts";

function claim(order: number, more: Partial<Claim> = {}): Claim {
  return { cpu: 1, memory: 10, exclusive: [], priority: 0, order, ...more };
}

/** Starts claims, and tells which were admitted so far. */
function starter(limiter: Limiter): {
  start: (name: string, claim: Claim) => void;
  admitted: Map<string, Grant>;
  turn: () => Promise<void>;
} {
  const admitted = new Map<string, Grant>();
  return {
    admitted,
    start(name, claim) {
      void limiter.acquire(claim).then((grant) => admitted.set(name, grant));
    },
    async turn() {
      for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("Limiter admits the longest chain first, whatever came first", async () => {
  const limiter = new Limiter({ cpu: 1, memory: 100 });
  const { start, admitted, turn } = starter(limiter);
  start("short", claim(0, { priority: 5 }));
  start("long", claim(1, { priority: 50 }));
  start("longer", claim(2, { priority: 500 }));
  await turn();
  assert.deepEqual([...admitted.keys()], ["longer"]);
  admitted.get("longer")!.release();
  await turn();
  assert.deepEqual([...admitted.keys()], ["longer", "long"]);
});

test("Limiter keeps within CPU tokens and memory", async () => {
  const limiter = new Limiter({ cpu: 4, memory: 100 });
  const { start, admitted, turn } = starter(limiter);
  start("a", claim(0, { memory: 60 }));
  start("b", claim(1, { memory: 60 }));
  start("c", claim(2, { memory: 30 }));
  await turn();
  assert.deepEqual([...admitted.keys()], ["a", "c"]);
  admitted.get("a")!.release();
  await turn();
  assert.deepEqual([...admitted.keys()], ["a", "c", "b"]);
});

test("Limiter admits what is larger than everything, alone", async () => {
  const limiter = new Limiter({ cpu: 2, memory: 100 });
  const { start, admitted, turn } = starter(limiter);
  start("huge", claim(0, { cpu: 64, memory: 1e12 }));
  start("small", claim(1));
  await turn();
  assert.deepEqual([...admitted.keys()], ["huge"]);
  assert.deepEqual([admitted.get("huge")!.cpu, admitted.get("huge")!.memory], [2, 100]);
});

test("Limiter gives the share of memory that goes with the tokens when it is free", async () => {
  const limiter = new Limiter({ cpu: 2, memory: 100 });
  const { start, admitted, turn } = starter(limiter);
  start("a", claim(0));
  await turn();
  assert.equal(admitted.get("a")!.memory, 50);
});

test("Limiter never runs two of one word at the same time, and lets others pass", async () => {
  const limiter = new Limiter({ cpu: 8, memory: 1000 });
  const { start, admitted, turn } = starter(limiter);
  start("first", claim(0, { exclusive: ["kept"] }));
  start("second", claim(1, { exclusive: ["kept", "other"] }));
  start("free", claim(2));
  await turn();
  assert.deepEqual([...admitted.keys()], ["first", "free"]);
  admitted.get("first")!.release();
  await turn();
  assert.deepEqual([...admitted.keys()], ["first", "free", "second"]);
});

test("Limiter does not let small work overtake a large one for ever", async () => {
  const limiter = new Limiter({ cpu: 2, memory: 1000 });
  const { start, admitted, turn } = starter(limiter);
  start("running", claim(0));
  await turn();
  start("large", claim(1, { cpu: 2, priority: 9 }));
  for (let small = 0; small < 10; small += 1) start(`s${small}`, claim(2 + small));
  for (let round = 0; round < 6; round += 1) {
    await turn();
    for (const [name, grant] of admitted) if (name.startsWith("s")) grant.release();
  }
  assert.deepEqual([...admitted.keys()], ["running", "s0", "s1"]);
  admitted.get("running")!.release();
  await turn();
  assert.deepEqual([...admitted.keys()].slice(0, 4), ["running", "s0", "s1", "large"]);
});

test("Limiter lets go of who was cancelled while waiting", async () => {
  const limiter = new Limiter({ cpu: 1, memory: 100 });
  const held = await limiter.acquire(claim(0));
  const controller = new AbortController();
  const waiting = limiter.acquire(claim(1), controller.signal);
  controller.abort(new Error("stop"));
  await assert.rejects(waiting, /stop/);
  held.release();
  held.release();
  const next = await limiter.acquire(claim(2));
  assert.equal(next.cpu, 1);
});

/** Cores of the grants of builds that start at once, in the order of admission, each released when the next may start. */
async function coresOf(limits: ConstructorParameters<typeof Limiter>[0], claims: readonly Claim[]): Promise<number[]> {
  const limiter = new Limiter(limits);
  const { start, admitted, turn } = starter(limiter);
  for (const [at, each] of claims.entries()) start(String(at), each);
  const cores = new Map<string, number>();
  for (let round = 0; round <= claims.length; round += 1) {
    await turn();
    for (const [name, grant] of admitted) cores.set(name, grant.cores);
    const running = [...admitted].find(([, grant]) => grant.cpu > 0);
    running?.[1].release();
    if (running) admitted.delete(running[0]);
  }
  return [...cores.values()];
}

const builds = (count: number, more: Partial<Claim> = {}): Claim[] =>
  Array.from({ length: count }, (_, at) => claim(at, { exclusive: [`go ${at}`], ...more }));

test("Limiter gives work one core while enough of its like waits, and all of them to the last", async () => {
  assert.deepEqual(await coresOf({ cpu: 2, memory: 1000 }, builds(6)), [1, 1, 1, 1, 2, 2]);
  assert.deepEqual(await coresOf({ cpu: 8, memory: 1000 }, builds(8)), Array(8).fill(8));
});

test("Limiter shares the machine's cores among what can run at once", async () => {
  assert.deepEqual(await coresOf({ cpu: 1, memory: 1000, cores: 8 }, builds(3)), [8, 8, 8]);
  assert.deepEqual(await coresOf({ cpu: 2, memory: 1000, cores: 8 }, builds(4)), [4, 4, 8, 8]);
  // Memory for two at once.
  assert.deepEqual(await coresOf({ cpu: 8, memory: 20 }, builds(4)), [4, 4, 8, 8]);
});

test("Limiter takes for work that waits neither what cannot run beside it nor what is small", async () => {
  const limits = { cpu: 2, memory: 1000 };
  assert.deepEqual(await coresOf(limits, builds(3, { exclusive: ["go linux"] })), [2, 2, 2]);
  const small = builds(4, { memory: 4 }).map((each) => ({ ...each, exclusive: [], order: each.order + 1 }));
  assert.equal((await coresOf(limits, [claim(0), ...small]))[0], 2);
});

test("Limiter counts what will ask when it is done with what it asks for now", async () => {
  const next = builds(4);
  const asking = next.map((each) => ({ ...each, memory: 0, exclusive: [], next: each }));
  assert.equal((await coresOf({ cpu: 2, memory: 1000 }, [next[0]!, ...asking.slice(1)]))[0], 1);
});
