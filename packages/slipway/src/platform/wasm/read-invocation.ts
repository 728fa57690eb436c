import { functionExports } from "../../binary/wasm/function-exports.ts";
import { SlipwayError } from "../../errors.ts";
import type { WasmProgram } from "./read-program.ts";

/** A call of an export, with its arguments as JavaScript writes them: `40n` for 64-bit integers. */
export interface WasmInvocation {
  readonly name: string;
  readonly values: readonly string[];
}

/** Bits of the integer types. */
const INTEGERS: Readonly<Record<string, number>> = { i32: 32, i64: 64 };

/**
 * Checks the call that `--invoke` asks for against the program.
 *
 * @param args words as wasmtime takes them: decimal or 0x numbers, one for each parameter
 * @throws SlipwayError `usage` for what the program does not have, or other arguments than it takes
 */
export function readInvocation(program: WasmProgram, name: string, args: readonly string[]): WasmInvocation {
  if (program.kind !== "wasip1-reactor") {
    throw new SlipwayError("usage", `Cannot call "${name}" with --invoke: "${program.path}" is no library`, {
      expected: "a program built with GOOS=wasip1 go build -buildmode=c-shared",
      actual: "a program that runs from its start to its end",
      hint: "leave --invoke away to run it",
    });
  }
  const found = functionExports(program.module).find((each) => each.name === name);
  if (found === undefined) {
    throw new SlipwayError("usage", `Cannot call "${name}": "${program.path}" does not export it`, {
      expected: listExports(program),
      actual: name,
    });
  }
  const { params } = found.type;
  if (args.length !== params.length) {
    throw new SlipwayError("usage", `Cannot call "${name}" with ${args.length} arguments`, {
      expected: params.length === 0 ? "no arguments" : `${params.length}: ${params.join(" ")}`,
      actual: args.length === 0 ? "none" : args.join(" "),
      hint: "a string takes two numbers, an address and a length: such functions are called from JavaScript",
    });
  }
  return { name, values: params.map((type, index) => readValue(name, type, args[index] as string)) };
}

/** What a library that was to be run offers instead. */
export function refuseReactor(program: WasmProgram): SlipwayError {
  return new SlipwayError("usage", `Cannot run "${program.path}": it is a library, which does nothing by itself`, {
    expected: `--invoke with one of its functions: ${listExports(program)}`,
    actual: "no --invoke",
    hint: "build without -buildmode=c-shared for a program that runs",
  });
}

function listExports({ module }: WasmProgram): string {
  const names = functionExports(module).map(({ name, type }) => `${name}(${type.params.join(", ")})`);
  return names.length === 0 ? "an export of //go:wasmexport, of which it has none" : names.join(", ");
}

function readValue(name: string, type: string, text: string): string {
  const bits = INTEGERS[type];
  const refused = (expected: string): SlipwayError =>
    new SlipwayError("usage", `Cannot call "${name}" with "${text}"`, { expected, actual: text });
  if (bits === undefined) {
    if (type !== "f32" && type !== "f64") throw refused(`no argument of type ${type}, which words cannot be`);
    const number = Number(text);
    if (text.trim() === "" || (Number.isNaN(number) && text !== "NaN")) throw refused(`a number (${type})`);
    return String(number);
  }
  const limit = 1n << BigInt(bits);
  const sign = text.startsWith("-") ? -1n : 1n;
  const digits = text.replace(/^[+-]/, "");
  if (!/^(?:\d+|0x[\da-f]+)$/i.test(digits)) throw refused(`an integer (${type})`);
  const value = sign * BigInt(digits);
  // As wasmtime has it: signed or unsigned, whichever fits.
  if (value < -limit / 2n || value >= limit) throw refused(`an integer of ${bits} bits`);
  return bits === 64 ? `${value}n` : String(value);
}
