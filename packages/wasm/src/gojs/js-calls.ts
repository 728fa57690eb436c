import type { GoMemory } from "./go-memory.ts";
import { copyBytes, type Globals } from "./globals.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import type { References } from "./references.ts";
import { SpareBytes } from "./spare-bytes.ts";

/** What the calls of `syscall/js` work on. */
export interface JsWorld {
  readonly memory: GoMemory;
  readonly references: References;
  /** Go's stack pointer after a call that got `sp`: it may have moved while that ran Go code. */
  readonly stack: (sp: number) => number;
  readonly globals: Globals;
  /** Methods that neither keep nor hand on what they are called with and what they return, unless they return a promise. */
  readonly discreet: ReadonlySet<unknown>;
}

/** The imports of package `syscall/js`. Each takes Go's stack pointer, with arguments from `sp + 8` and results behind them. */
export function jsCalls(world: JsWorld): Record<string, (sp: number) => void> {
  const { memory, references, stack, globals, discreet } = world;
  const spare = new SpareBytes();

  /** Stores a result or what was thrown, when Go code may have run meanwhile. */
  function store(at: number, value: unknown, ok: number, unseen?: boolean): void {
    memory.setValue(at, value, unseen);
    memory.setByte(at + 8, ok);
  }

  function copy(sp: number, into: unknown, from: unknown): void {
    const count = copyBytes(into, from);
    if (count !== undefined) memory.setInt64(sp + 40, count);
    memory.setByte(sp + 48, count === undefined ? 0 : 1);
  }

  return {
    finalizeRef(sp) {
      const alone = references.release(memory.getInt32(sp + 8));
      if (alone instanceof Uint8Array) spare.give(alone);
    },
    stringVal: (sp) => memory.setValue(sp + 24, memory.getString(sp + 8)),
    valueGet(sp) {
      const result = globals.get(memory.getValue(sp + 8), memory.getString(sp + 16));
      memory.setValue(stack(sp) + 32, result);
    },
    valueSet(sp) {
      const target = memory.getValue(sp + 8) as object;
      const name = memory.getString(sp + 16);
      const value = memory.getValue(sp + 32);
      globals.set(target, name, value);
    },
    valueDelete: (sp) => {
      Reflect.deleteProperty(memory.getValue(sp + 8) as object, memory.getString(sp + 16));
    },
    valueIndex(sp) {
      const result: unknown = Reflect.get(memory.getValue(sp + 8) as object, memory.getInt64(sp + 16));
      memory.setValue(stack(sp) + 24, result);
    },
    valueSetIndex: (sp) => {
      Reflect.set(memory.getValue(sp + 8) as object, memory.getInt64(sp + 16), memory.getValue(sp + 24));
    },
    valueCall(sp) {
      let result: unknown;
      let unseen = false;
      try {
        const target = memory.getValue(sp + 8);
        const method = globals.get(target, memory.getString(sp + 16));
        unseen = discreet.has(method);
        result = Reflect.apply(method as () => unknown, target, memory.getValues(sp + 32, unseen));
        if (unseen && result instanceof Promise) {
          // It goes on with what it got: Go may let go of that before.
          memory.getValues(sp + 32);
          result = undefined;
        }
      } catch (error) {
        store(stack(sp) + 56, error, 0);
        return;
      }
      store(stack(sp) + 56, result, 1, unseen);
    },
    valueInvoke(sp) {
      let result: unknown;
      try {
        result = Reflect.apply(memory.getValue(sp + 8) as () => unknown, undefined, memory.getValues(sp + 16));
      } catch (error) {
        store(stack(sp) + 40, error, 0);
        return;
      }
      store(stack(sp) + 40, result, 1);
    },
    valueNew(sp) {
      let result: unknown;
      let unseen = false;
      try {
        const type = memory.getValue(sp + 8);
        const args = memory.getValues(sp + 16);
        // What each read and write of Go's `syscall` package makes.
        unseen = type === Uint8Array && typeof args[0] === "number";
        result = unseen ? spare.take(args[0] as number) : Reflect.construct(type as new () => object, args);
      } catch (error) {
        store(stack(sp) + 40, error, 0);
        return;
      }
      store(stack(sp) + 40, result, 1, unseen);
    },
    valueLength(sp) {
      const { length } = memory.getValue(sp + 8) as { length: unknown };
      memory.setInt64(stack(sp) + 16, Math.trunc(Number(length)));
    },
    valuePrepareString(sp) {
      const bytes = encodeUtf8(String(memory.getValue(sp + 8)));
      memory.setValue(sp + 16, bytes, true);
      memory.setInt64(sp + 24, bytes.length);
    },
    valueLoadString: (sp) => memory.getBytes(sp + 16).set(memory.getValue(sp + 8, true) as Uint8Array),
    valueInstanceOf(sp) {
      const type = memory.getValue(sp + 16) as new () => unknown;
      memory.setByte(sp + 24, memory.getValue(sp + 8) instanceof type ? 1 : 0);
    },
    copyBytesToGo: (sp) => copy(sp, memory.getBytes(sp + 8), memory.getValue(sp + 32, true)),
    copyBytesToJS: (sp) => copy(sp, memory.getValue(sp + 8, true), memory.getBytes(sp + 16)),
  };
}
