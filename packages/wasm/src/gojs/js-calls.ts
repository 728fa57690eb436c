import type { GoMemory } from "./go-memory.ts";
import { copyBytes, type Globals } from "./globals.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import type { References } from "./references.ts";

/** What the calls of `syscall/js` work on. */
export interface JsWorld {
  readonly memory: GoMemory;
  readonly references: References;
  /** Go's stack pointer now: it may have moved while a call ran Go code. */
  readonly stack: () => number;
  readonly globals: Globals;
}

type Apply = (target: unknown, args: unknown[]) => unknown;

/** The imports of package `syscall/js`. Each takes Go's stack pointer, with arguments from `sp + 8` and results behind them. */
export function jsCalls({ memory, references, stack, globals }: JsWorld): Record<string, (sp: number) => void> {
  /** Stores a result or what was thrown, when Go code may have run meanwhile. */
  function store(resultAt: number, value: unknown, ok: number): void {
    const sp = stack();
    memory.setValue(sp + resultAt, value);
    memory.view.setUint8(sp + resultAt + 8, ok);
  }

  function copy(sp: number, into: unknown, from: unknown): void {
    const count = copyBytes(into, from);
    if (count !== undefined) memory.setInt64(sp + 40, count);
    memory.view.setUint8(sp + 48, count === undefined ? 0 : 1);
  }

  const invoke: Apply = (target, args) => Reflect.apply(target as () => unknown, undefined, args);
  const construct: Apply = (target, args) =>
    // What each read and write of Go's `syscall` package makes; engines make it quicker where they see what it is.
    target === Uint8Array && typeof args[0] === "number"
      ? new Uint8Array(args[0])
      : Reflect.construct(target as new () => object, args);
  const direct = (apply: Apply) => (sp: number) => {
    const target = memory.getValue(sp + 8);
    const args = memory.getValues(sp + 16);
    let result: unknown;
    try {
      result = apply(target, args);
    } catch (error) {
      store(40, error, 0);
      return;
    }
    store(40, result, 1);
  };

  return {
    finalizeRef: (sp) => references.release(memory.view.getUint32(sp + 8, true)),
    stringVal: (sp) => memory.setValue(sp + 24, memory.getString(sp + 8)),
    valueGet(sp) {
      const result = globals.get(memory.getValue(sp + 8), memory.getString(sp + 16));
      memory.setValue(stack() + 32, result);
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
      memory.setValue(stack() + 24, result);
    },
    valueSetIndex: (sp) => {
      Reflect.set(memory.getValue(sp + 8) as object, memory.getInt64(sp + 16), memory.getValue(sp + 24));
    },
    valueCall(sp) {
      const target = memory.getValue(sp + 8);
      const name = memory.getString(sp + 16);
      const args = memory.getValues(sp + 32);
      let result: unknown;
      try {
        result = Reflect.apply(globals.get(target, name) as () => unknown, target, args);
      } catch (error) {
        store(56, error, 0);
        return;
      }
      store(56, result, 1);
    },
    valueInvoke: direct(invoke),
    valueNew: direct(construct),
    valueLength(sp) {
      const { length } = memory.getValue(sp + 8) as { length: unknown };
      memory.setInt64(stack() + 16, Math.trunc(Number(length)));
    },
    valuePrepareString(sp) {
      const bytes = encodeUtf8(String(memory.getValue(sp + 8)));
      memory.setValue(sp + 16, bytes);
      memory.setInt64(sp + 24, bytes.length);
    },
    valueLoadString: (sp) => memory.getBytes(sp + 16).set(memory.getValue(sp + 8) as Uint8Array),
    valueInstanceOf(sp) {
      const type = memory.getValue(sp + 16) as new () => unknown;
      memory.view.setUint8(sp + 24, memory.getValue(sp + 8) instanceof type ? 1 : 0);
    },
    copyBytesToGo: (sp) => copy(sp, memory.getBytes(sp + 8), memory.getValue(sp + 32)),
    copyBytesToJS: (sp) => copy(sp, memory.getValue(sp + 8), memory.getBytes(sp + 16)),
  };
}
