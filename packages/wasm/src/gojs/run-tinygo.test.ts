import { strict as assert } from "node:assert";
import { test } from "node:test";
import { compile } from "../core/compile.ts";
import type { Running } from "../core/program.ts";
import { runTinyGo } from "./run-tinygo.ts";

/**
 * What a program of TinyGo's js target does with its scheduler, and nothing else:
 *
 *     (import "gojs" "runtime.sleepTicks" (func $sleep (param f64)))
 *     (import "page" "schedule" (func $schedule))
 *     (import "page" "act" (func $act))
 *     (func (export "_start") (call $sleep (f64.const 1)))
 *     (func (export "again") (call $act) (call $sleep (f64.const 0x1p14)))
 *     (export "go_scheduler" (func $schedule)) (export "resume" (func $schedule)) (memory (export "memory") 1)
 */
const PROGRAM = Uint8Array.from([
  ...new TextEncoder().encode("\0asm\u0001\0\0\0"),
  ...section(1, [0x60, 0, 0], [0x60, 1, 0x7c, 0]),
  ...section(
    2,
    [...name("gojs"), ...name("runtime.sleepTicks"), 0, 1],
    [...name("page"), ...name("schedule"), 0, 0],
    [...name("page"), ...name("act"), 0, 0],
  ),
  ...section(3, [0], [0]),
  ...section(5, [0, 1]),
  ...section(
    7,
    [...name("memory"), 2, 0],
    [...name("go_scheduler"), 0, 1],
    [...name("resume"), 0, 1],
    [...name("_start"), 0, 3],
    [...name("again"), 0, 4],
  ),
  ...section(
    10,
    [13, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x10, 0, 0x0b],
    [15, 0, 0x10, 2, 0x44, 0, 0, 0, 0, 0, 0, 0xd0, 0x40, 0x10, 0, 0x0b],
  ),
]);

function section(id: number, ...entries: readonly (readonly number[])[]): number[] {
  const content = [entries.length, ...entries.flat()];
  return [id, content.length, ...content];
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}

/** Starts the program, and waits until its scheduler has run for the first time. */
async function start(act: (program: Running) => void): Promise<{ program: Running; schedules: () => number }> {
  const { promise: first, resolve } = Promise.withResolvers<void>();
  let schedules = 0;
  const schedule = (): void => {
    schedules++;
    resolve();
  };
  const page = { schedule, act: () => act(program) };
  const program: Running = await runTinyGo(await compile(PROGRAM), { imports: { page } });
  await first;
  return { program, schedules: () => schedules };
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
}

test("a TinyGo program that sleeps is woken once", async () => {
  const before = timers();
  const { program, schedules } = await start(() => {});
  assert.equal(schedules(), 1);
  assert.equal(timers(), before);
  program.stop();
});

test("a TinyGo program that is stopped while it sleeps leaves no timer behind", async () => {
  const { program } = await start(() => {});
  const before = timers();
  await program.call("again");
  assert.equal(timers(), before + 1);
  program.stop();
  assert.equal(timers(), before);
});

test("a TinyGo program that is stopped by what it calls, and goes to sleep then, is never woken", async () => {
  const { program, schedules } = await start((running) => running.stop());
  const before = timers();
  await program.call("again");
  assert.equal(timers(), before);
  assert.equal(schedules(), 1);
  assert.equal(await program.exited, 130);
});
