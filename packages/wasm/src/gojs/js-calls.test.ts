import { strict as assert } from "node:assert";
import { test } from "node:test";
import { GoMemory } from "./go-memory.ts";
import { Globals } from "./globals.ts";
import { jsCalls } from "./js-calls.ts";
import { References } from "./references.ts";

/** Where Go's stack would be, its strings and its slices. */
const STACK = 1024;
const TEXT = 2048;
const SLICE = 4096;

/** The calls over a memory without a program, in the words of `syscall/js`. */
function calls(discreet: ReadonlySet<unknown> = new Set()) {
  const references = new References({});
  const memory = new GoMemory(references);
  memory.attach(new WebAssembly.Memory({ initial: 1 }));
  const js = jsCalls({ memory, references, stack: (sp) => sp, globals: new Globals({}), discreet });

  function slice(at: number, values: readonly unknown[]): void {
    for (const [index, value] of values.entries()) memory.setValue(SLICE + index * 8, value);
    memory.setInt64(STACK + at, SLICE);
    memory.setInt64(STACK + at + 8, values.length);
  }

  return {
    references,
    /** `Value.New`; returns the number of the result. */
    make(type: unknown, ...args: readonly unknown[]): number {
      memory.setValue(STACK + 8, type);
      slice(16, args);
      js["valueNew"]?.(STACK);
      assert.equal(memory.bytes[STACK + 48], 1);
      return memory.getInt32(STACK + 40);
    },
    /** `Value.Call` with a value that Go knows by its number. */
    call(target: object, name: string, id: number): void {
      memory.setValue(STACK + 8, target);
      memory.bytes.set(new TextEncoder().encode(name), TEXT);
      memory.setInt64(STACK + 16, TEXT);
      memory.setInt64(STACK + 24, name.length);
      slice(32, [Symbol.iterator]);
      memory.setInt32(SLICE, id);
      js["valueCall"]?.(STACK);
      assert.equal(memory.bytes[STACK + 64], 1);
    },
    /** What Go's finalizers say. */
    release(id: number): void {
      memory.setInt32(STACK + 8, id);
      js["finalizeRef"]?.(STACK);
    },
  };
}

test("an array that only a file's read has filled is handed out again, empty", () => {
  const read = (into: Uint8Array): void => void into.fill(7);
  const go = calls(new Set([read]));
  const first = go.make(Uint8Array, 4096);
  go.call({ read }, "read", first);
  const bytes = go.references.get(first, true) as Uint8Array;
  assert.equal(bytes[4095], 7);
  go.release(first);
  const second = go.references.get(go.make(Uint8Array, 4096), true) as Uint8Array;
  assert.equal(second, bytes);
  assert.ok(second.every((byte) => byte === 0));
});

test("an array that JavaScript has seen is never handed out again, and keeps its number while Go has it", () => {
  const kept: Uint8Array[] = [];
  const page = { keep: (bytes: Uint8Array) => void kept.push(bytes) };
  const go = calls();
  const id = go.make(Uint8Array, 4096);
  go.call(page, "keep", id);
  assert.equal(go.references.add(kept[0]), id);
  go.release(id);
  go.release(id);
  assert.equal(go.references.get(id, true), null);
  assert.notEqual(go.references.get(go.make(Uint8Array, 4096), true), kept[0]);
});

test("a view of somebody's buffer is never handed out again", () => {
  const { buffer } = new Uint8Array(4096);
  const go = calls();
  go.release(go.make(Uint8Array, buffer));
  assert.notEqual((go.references.get(go.make(Uint8Array, 4096), true) as Uint8Array).buffer, buffer);
});

test("what Go holds and what it let go of add up", () => {
  const go = calls();
  const { size } = go.references;
  const ids = Array.from({ length: 1000 }, (_, length) => go.make(Uint8Array, length));
  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) go.release(id);
  assert.ok(go.references.size <= size + 2, `${go.references.size}, were ${size}`);
});

test("an array that a read goes on to fill is never handed out again", () => {
  let later: Uint8Array | undefined;
  const read = (into: Uint8Array): Promise<void> => {
    later = into;
    return Promise.resolve();
  };
  const go = calls(new Set([read]));
  const id = go.make(Uint8Array, 4096);
  go.call({ read }, "read", id);
  go.release(id);
  assert.notEqual(go.references.get(go.make(Uint8Array, 4096), true), later);
});
