import assert from "node:assert/strict";
import test from "node:test";
import type { SlipwayError } from "../../errors.ts";
import { WasmModule } from "../../binary/wasm/wasm-module.ts";
import type { WasmProgram } from "./read-program.ts";
import { readInvocation, refuseReactor } from "./read-invocation.ts";

/** (func (export "f") (param i32 i64 f64)), and `_initialize` of the same type. */
const BYTES = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 7, 1, 0x60, 3, 0x7f, 0x7e, 0x7c, 0, 3, 2, 1, 0, 7, 19, 2, 1, 0x66, 0, 0, 11, 0x5f,
  0x69, 0x6e, 0x69, 0x74, 0x69, 0x61, 0x6c, 0x69, 0x7a, 0x65, 0, 0, 10, 4, 1, 2, 0, 0x0b,
]);
const PROGRAM: WasmProgram = {
  path: "lib.wasm",
  bytes: BYTES,
  module: new WasmModule(BYTES),
  kind: "wasip1-reactor",
};

test("readInvocation() reads numbers of every type, signed or unsigned", () => {
  const read = (...args: string[]): readonly string[] => readInvocation(PROGRAM, "f", args).values;
  assert.deepEqual(read("-1", "18446744073709551615", "2.5"), ["-1", "18446744073709551615n", "2.5"]);
  assert.deepEqual(read("0xff", "-0x10", "NaN"), ["255", "-16n", "NaN"]);
});

test("readInvocation() refuses by name what the program does not have or take", () => {
  const refuses = (args: readonly string[], text: RegExp, name = "f", program = PROGRAM): void =>
    assert.throws(
      () => readInvocation(program, name, args),
      (error: SlipwayError) => {
        assert.equal(error.code, "usage");
        assert.match(`${error.message} ${error.details.expected}`, text);
        return true;
      },
    );
  refuses(["1", "2"], /with 2 arguments 3: i32 i64 f64/);
  refuses(["x", "2", "3"], /with "x" an integer \(i32\)/);
  refuses(["4294967296", "2", "3"], /an integer of 32 bits/);
  refuses(["1", "", "3"], /an integer \(i64\)/);
  refuses(["1", "2", "two"], /a number \(f64\)/);
  refuses([], /does not export it f\(i32, i64, f64\)/, "g");
  refuses([], /is no library/, "f", { ...PROGRAM, kind: "wasip1-command" });
  assert.match(
    String(refuseReactor(PROGRAM).details.expected),
    /--invoke with one of its functions: f\(i32, i64, f64\)/,
  );
});
