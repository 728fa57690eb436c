import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { Patience, stayAwake } from "./stay-awake.ts";

test("other messages have their turn while a thread is kept awake", async () => {
  const awake = stayAwake();
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = 1000;
  port1.addEventListener("message", () => {
    awake();
    if (left-- > 0) port2.postMessage(0);
    else resolve();
  });
  port1.start();
  port2.postMessage(0);
  await promise;
  port1.close();
});

test("a thread that is awake does not keep Node running, and falls asleep", () => {
  const code = `
    const { stayAwake } = await import(${JSON.stringify(path.join(import.meta.dirname, "stay-awake.ts"))});
    const awake = stayAwake();
    awake();
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { user, system } = process.cpuUsage(before);
    awake();
    console.log(user + system < 150_000 ? "slept" : "never slept");`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  assert.equal(said, "slept\n");
});

test("Patience tries half as often each time that it was in vain, and always again once it paid off", () => {
  const patience = new Patience();
  const refusals = (): number => {
    let count = 0;
    while (!patience.worthIt()) count++;
    return count;
  };
  const counts = Array.from({ length: 7 }, () => {
    const before = refusals();
    patience.learn(false);
    return before;
  });
  assert.deepEqual(counts, [0, 1, 3, 7, 15, 31, 31]);
  patience.learn(true);
  assert.equal(refusals(), 0);
  assert.equal(refusals(), 0);
});
