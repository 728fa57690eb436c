import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { timeLimit } from "./time-limit.ts";

function aborted(signal: AbortSignal): Promise<Error> {
  return new Promise((resolve) => {
    const done = (): void => resolve(signal.reason as Error);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done, { once: true });
  });
}

test("timeLimit() ends after its time, whatever the garbage collector takes before", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const stop = new AbortController();
  const limits = Array.from({ length: 30 }, () => timeLimit(20, stop.signal));
  collect();
  // Its own timer does not keep the process alive, and the test's does.
  const alive = setInterval(collect, 5);
  for (const { signal } of limits) assert.equal((await aborted(signal)).name, "TimeoutError");
  clearInterval(alive);
});

test("timeLimit() ends early with the reason of who stops it, also when that was before", async () => {
  const stop = new AbortController();
  const running = timeLimit(60_000, stop.signal);
  assert.equal(running.signal.aborted, false);
  stop.abort(new Error("Ctrl-C"));
  assert.equal((await aborted(running.signal)).message, "Ctrl-C");
  assert.equal((await aborted(timeLimit(undefined, stop.signal).signal)).message, "Ctrl-C");
  running.end();
});

test("timeLimit() is over no more once it was ended", async () => {
  const limit = timeLimit(1);
  limit.end();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(limit.signal.aborted, false);
});
