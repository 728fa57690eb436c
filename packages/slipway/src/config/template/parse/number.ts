import type { ByteString } from "../text/byte-string.ts";
import { quote, unquoteChar } from "../text/quote.ts";

/** What a number literal can stand for; where it is used decides which of them it is. */
export interface NumberLiteral {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

/** A literal that is no number, in Go's words. */
export class NumberFault extends Error {
  override readonly name = "NumberFault";
}

/** The value of a character constant with its quotes. */
export function parseChar(literal: ByteString): NumberLiteral {
  const char = unquoteChar(literal, 1, "'");
  if (char === undefined) {
    throw new NumberFault("invalid syntax");
  }
  if (literal.slice(char.next) !== "'") {
    throw new NumberFault(`malformed character constant: ${literal}`);
  }
  return { int: BigInt(char.code), uint: BigInt(char.code), float: char.code };
}

/** The value of `1+2i`. */
export function parseComplex(literal: ByteString): NumberLiteral {
  const split = /^(.*[^eEpP])([+-].*)i$/.exec(literal);
  const real = parseFloat(split?.[1] ?? "");
  const imaginary = parseFloat(split?.[2] ?? "");
  if (real === undefined || imaginary === undefined) {
    throw new NumberFault("syntax error scanning complex number");
  }
  return simplify(real, imaginary);
}

/** The value of any other number literal (`strconv.ParseInt` base 0, `ParseFloat`). */
export function parseNumber(literal: ByteString): NumberLiteral {
  if (literal.endsWith("i")) {
    const imaginary = parseFloat(literal.slice(0, -1));
    if (imaginary !== undefined) {
      return simplify(0, imaginary);
    }
  }
  const integer = parseInteger(literal);
  const signed = /^[+-]/.test(literal);
  const int = integer !== undefined && integer <= MAX_INT && integer >= -MAX_INT - 1n ? integer : undefined;
  const uint =
    integer !== undefined && integer <= MAX_UINT && integer >= 0n && (!signed || integer === 0n) ? integer : undefined;
  if (int !== undefined || uint !== undefined) {
    return {
      ...(int === undefined ? {} : { int }),
      ...(uint === undefined ? {} : { uint }),
      float: Number(int ?? uint),
    };
  }
  const float = parseFloat(literal);
  if (float === undefined) {
    throw new NumberFault(`illegal number syntax: ${quote(literal)}`);
  }
  if (!/[.eEpP]/.test(literal)) {
    throw new NumberFault(`integer overflow: ${quote(literal)}`);
  }
  return { ...integersOf(float), float };
}

function simplify(real: number, imaginary: number): NumberLiteral {
  const complex = { real, imaginary };
  return imaginary === 0 ? { complex, float: real, ...integersOf(real) } : { complex };
}

function integersOf(float: number): { int?: bigint; uint?: bigint } {
  if (!Number.isInteger(float)) {
    return {};
  }
  const value = BigInt(float);
  return {
    ...(value <= MAX_INT && value >= -MAX_INT - 1n ? { int: value } : {}),
    ...(value <= MAX_UINT && value >= 0n ? { uint: value } : {}),
  };
}

/** Underscores only between digits or after the base's prefix (`strconv` `underscoreOK`). */
function underscoresOk(text: string): boolean {
  const unsigned = text.replace(/^[+-]/, "");
  const prefix = /^0[bBoOxX]/.exec(unsigned)?.[0] ?? "";
  const digit = /[xX]/.test(prefix) ? "[0-9a-fA-F]" : "[0-9]";
  const number = unsigned.slice(prefix.length);
  return prefix === ""
    ? !new RegExp(`(?<!${digit})_|_(?!${digit})`).test(number)
    : !new RegExp(`(?<!^|${digit})_|_(?!${digit})`).test(number);
}

function parseInteger(text: ByteString): bigint | undefined {
  const match = /^([+-]?)(0[xX]_?[0-9a-fA-F_]+|0[oO]_?[0-7_]+|0[bB]_?[01_]+|0_?[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  if (match === null || !underscoresOk(text)) {
    return undefined;
  }
  const digits = (match[2] ?? "").replaceAll("_", "");
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === "-" ? -value : value;
}

/** Go's `strconv.ParseFloat`; `undefined` for what is no number or too large. */
function parseFloat(text: ByteString): number | undefined {
  if (!underscoresOk(text)) {
    return undefined;
  }
  const plain = text.replaceAll("_", "");
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : undefined;
  }
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/.exec(plain);
  if (hex === null) {
    return undefined;
  }
  const [whole = "", fraction = "", exponent = ""] = hex.slice(2);
  if (whole + fraction === "") {
    return undefined;
  }
  const value = scale(
    BigInt(`0x${whole}${fraction}`),
    Math.max(-20000, Math.min(20000, Number(exponent))) - 4 * fraction.length,
  );
  return Number.isFinite(value) ? (hex[1] === "-" ? -value : value) : undefined;
}

/** `mantissa * 2 ** exponent`, rounded once, to even. */
function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) {
    return 0;
  }
  if (exponent >= 0) {
    return Number(mantissa << BigInt(exponent));
  }
  // Keep 53 bits, or fewer where the result is subnormal, and let the lost bits decide the rounding.
  const bits = mantissa.toString(2).length;
  const drop = Math.max(bits - 53, -1074 - exponent, 0);
  const kept = mantissa >> BigInt(drop);
  const lost = mantissa - (kept << BigInt(drop));
  const half = drop === 0 ? 0n : 1n << BigInt(drop - 1);
  const up = drop > 0 && (lost > half || (lost === half && (kept & 1n) === 1n));
  let value = Number(up ? kept + 1n : kept);
  for (let left = exponent + drop; left !== 0;) {
    const step = Math.max(-1000, Math.min(1000, left));
    value *= 2 ** step;
    left -= step;
  }
  return value;
}
