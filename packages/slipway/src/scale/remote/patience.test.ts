import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Patience } from "./patience.ts";

/** Time that goes on only when it is told to. */
function clockOf(t: TestContext): { now: () => number; pass: (ms: number) => void } {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let at = 0;
  return {
    now: () => at,
    pass: (ms) => {
      at += ms;
      t.mock.timers.tick(ms);
    },
  };
}

/** Something to wait for that ends when it is told to. */
function held(patience: Patience): () => Promise<void> {
  let end = (): void => undefined;
  const work = patience.wait(() => new Promise<void>((resolve) => (end = resolve)));
  return () => {
    end();
    return work;
  };
}

test("Patience ends when all that was waited for took longer than it allows", async (t) => {
  const { now, pass } = clockOf(t);
  const patience = new Patience(100, now);
  const first = held(patience);
  pass(60);
  await first();
  pass(1000);
  assert.equal(patience.signal.aborted, false, "nobody waited meanwhile");
  held(patience);
  pass(39);
  assert.equal(patience.signal.aborted, false);
  pass(1);
  assert.equal(patience.signal.aborted, true);
  assert.equal(patience.waited, 100);
});

test("Patience counts what is waited for side by side once", async (t) => {
  const { now, pass } = clockOf(t);
  const patience = new Patience(100, now);
  const ends = [held(patience), held(patience), held(patience)];
  pass(50);
  for (const end of ends) await end();
  assert.equal(patience.waited, 50);
  assert.equal(patience.signal.aborted, false);
});

test("Patience grows by half of what is saved, also while something is waited for", async (t) => {
  const { now, pass } = clockOf(t);
  const patience = new Patience(100, now);
  const end = held(patience);
  pass(90);
  patience.saves(200);
  pass(100);
  assert.equal(patience.signal.aborted, false);
  await end();
  held(patience);
  pass(10);
  assert.equal(patience.signal.aborted, true);
});

test("Patience without a limit has no end", async (t) => {
  const { now, pass } = clockOf(t);
  const patience = new Patience(Infinity, now);
  held(patience);
  pass(1e9);
  assert.equal(patience.signal.aborted, false);
});
