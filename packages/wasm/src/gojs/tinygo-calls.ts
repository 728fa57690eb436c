import { fillRandomly } from "../vfs/random.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { copyBytes, type Globals } from "./globals.ts";
import type { References } from "./references.ts";
import { readRef, writeRef } from "./refs.ts";

/** What TinyGo's calls work on. */
export interface TinyGoWorld {
  readonly memory: () => WebAssembly.Memory;
  readonly references: References;
  readonly globals: Globals;
  /** Runs the scheduler after some milliseconds. */
  readonly wakeAfter: (milliseconds: number) => void;
}

type Apply = (target: unknown, args: unknown[]) => unknown;

/**
 * The imports of TinyGo's `runtime` and `syscall/js`. Values come and go as numbers of 64 bits, strings and slices as addresses and
 * lengths; what has two results writes them to the address that is its first argument (TinyGo 0.29 and later).
 */
export function tinygoCalls(world: TinyGoWorld): Record<string, (...values: never[]) => unknown> {
  const { references, globals, wakeAfter } = world;
  const scratch = new DataView(new ArrayBuffer(8));
  const view = (): DataView => new DataView(world.memory().buffer);
  const bytes = (at: number, length: number): Uint8Array =>
    new Uint8Array(world.memory().buffer, at >>> 0, length >>> 0);
  const text = (at: number, length: number): string => new TextDecoder().decode(bytes(at, length));

  function unbox(ref: bigint): unknown {
    scratch.setBigInt64(0, ref, true);
    return readRef(scratch, 0, references);
  }

  function box(value: unknown): bigint {
    writeRef(scratch, 0, value, references);
    return scratch.getBigInt64(0, true);
  }

  function store(at: number, value: unknown): void {
    writeRef(view(), at >>> 0, value, references);
  }

  function values(at: number, count: number): unknown[] {
    return Array.from({ length: count >>> 0 }, (_, index) => readRef(view(), (at >>> 0) + index * 8, references));
  }

  /** Runs `work`, which may run Go code, and stores its result or what it threw. */
  function attempt(resultAt: number, work: () => unknown): void {
    let value: unknown;
    let ok = 1;
    try {
      value = work();
    } catch (error) {
      value = error;
      ok = 0;
    }
    store(resultAt, value);
    view().setUint8((resultAt >>> 0) + 8, ok);
  }

  function copy(resultAt: number, into: unknown, from: unknown): void {
    const count = copyBytes(into, from);
    if (count !== undefined) view().setUint32(resultAt >>> 0, count, true);
    view().setUint8((resultAt >>> 0) + 4, count === undefined ? 0 : 1);
  }

  const direct = (apply: Apply) => (resultAt: number, target: bigint, at: number, count: number) =>
    attempt(resultAt, () => apply(unbox(target), values(at, count)));

  return {
    "runtime.sleepTicks": (ticks: bigint | number) =>
      wakeAfter(Math.ceil(typeof ticks === "bigint" ? Number(ticks) / 1e6 : ticks)),
    "runtime.getRandomData": (at: number, length: number) => {
      fillRandomly(bytes(at, length));
    },
    "syscall/js.finalizeRef": (ref: bigint) => references.release(Number(ref & 0xffff_ffffn)),
    "syscall/js.stringVal": (at: number, length: number) => box(text(at, length)),
    "syscall/js.valueGet": (target: bigint, at: number, length: number) =>
      box(globals.get(unbox(target), text(at, length))),
    "syscall/js.valueSet": (target: bigint, at: number, length: number, value: bigint) =>
      globals.set(unbox(target), text(at, length), unbox(value)),
    "syscall/js.valueDelete": (target: bigint, at: number, length: number) => {
      Reflect.deleteProperty(unbox(target) as object, text(at, length));
    },
    "syscall/js.valueIndex": (target: bigint, index: number) => box(Reflect.get(unbox(target) as object, index)),
    "syscall/js.valueSetIndex": (target: bigint, index: number, value: bigint) => {
      Reflect.set(unbox(target) as object, index, unbox(value));
    },
    "syscall/js.valueCall": (
      resultAt: number,
      target: bigint,
      nameAt: number,
      nameLength: number,
      at: number,
      count: number,
    ) => {
      const object = unbox(target);
      const method = globals.get(object, text(nameAt, nameLength));
      attempt(resultAt, () => Reflect.apply(method as () => unknown, object, values(at, count)));
    },
    "syscall/js.valueInvoke": direct((target, args) => Reflect.apply(target as () => unknown, undefined, args)),
    "syscall/js.valueNew": direct((target, args) => Reflect.construct(target as new () => object, args)),
    "syscall/js.valueLength": (target: bigint) => Number((unbox(target) as { length: unknown }).length),
    "syscall/js.valuePrepareString": (resultAt: number, target: bigint) => {
      const encoded = encodeUtf8(String(unbox(target)));
      store(resultAt, encoded);
      view().setUint32((resultAt >>> 0) + 8, encoded.length, true);
    },
    "syscall/js.valueLoadString": (target: bigint, at: number, length: number) =>
      bytes(at, length).set(unbox(target) as Uint8Array),
    "syscall/js.valueInstanceOf": (target: bigint, type: bigint) =>
      unbox(target) instanceof (unbox(type) as new () => unknown) ? 1 : 0,
    "syscall/js.copyBytesToGo": (resultAt: number, at: number, length: number, _capacity: number, from: bigint) =>
      copy(resultAt, bytes(at, length), unbox(from)),
    "syscall/js.copyBytesToJS": (resultAt: number, into: bigint, at: number, length: number) =>
      copy(resultAt, unbox(into), bytes(at, length)),
  };
}
