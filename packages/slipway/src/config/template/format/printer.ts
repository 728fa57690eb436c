import { countRunes, encodeRune, firstRunes, RUNE_ERROR } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { canBackquote, quote, quoteChar } from "../text/quote.ts";
import { isPrint } from "../text/unicode.ts";
import { concrete, sortedEntries } from "../value/value.ts";
import type { Maybe, SliceValue, StructValue, Value } from "../value/value.ts";
import { formatFloat } from "./float.ts";

/** The flags, width and precision of one verb. */
export interface Flags {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v` */
  plusV: boolean;
  /** `%#v` */
  sharpV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** Flags of a verb without any. */
export function noFlags(): Flags {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: undefined,
    precision: undefined,
  };
}

/** Elements of deeper values are refused; a value that a template builds cannot get there. */
const MAX_DEPTH = 1000;

/** Formats values as Go's `fmt` does (`fmt/print.go`, `fmt/format.go`). */
export class Printer {
  flags: Flags = noFlags();
  #text = "";
  /** Inside `%!verb(type=value)`, where methods are not called again. */
  #complaining = false;

  get text(): ByteString {
    return this.#text;
  }

  write(text: ByteString): void {
    this.#text += text;
  }

  /** Formats one argument for a verb. */
  argument(value: Maybe, verb: string): void {
    const inner = concrete(value);
    if (inner === undefined) {
      if (verb === "T" || verb === "v") {
        this.#pad("<nil>");
      } else {
        this.#badVerb(verb, undefined);
      }
    } else if (verb === "T") {
      this.#string(inner.type);
    } else {
      this.#value(inner, verb, 0);
    }
  }

  #value(value: Value, verb: string, depth: number): void {
    if (depth > MAX_DEPTH) {
      throw new RangeError("Values are nested too deeply");
    }
    if (this.#method(value, verb)) {
      return;
    }
    switch (value.kind) {
      case "bool":
        return verb === "t" || verb === "v" ? this.#pad(String(value.value)) : this.#badVerb(verb, value);
      case "int":
      case "uint":
        return this.#integer(value, verb);
      case "float":
        return this.#float(value.value, verb, value);
      case "complex":
        return this.#complex(value, verb);
      case "string":
        return this.#stringVerb(value.value, verb, value);
      case "slice":
        return this.#slice(value, verb, depth);
      case "struct":
        return this.#struct(value, verb, depth);
      case "map": {
        const { sharpV } = this.flags;
        this.write(sharpV ? `${value.type}{` : "map[");
        for (const [index, [key, element]] of sortedEntries(value).entries()) {
          this.write(index === 0 ? "" : sharpV ? ", " : " ");
          this.#value({ kind: "string", type: "string", value: key }, verb, depth + 1);
          this.write(":");
          this.#value(element, verb, depth + 1);
        }
        return this.write(sharpV ? "}" : "]");
      }
      case "interface":
        if (value.value === undefined) {
          return this.write(this.flags.sharpV ? `${value.type}(nil)` : "<nil>");
        }
        return this.#value(value.value, verb, depth + 1);
      case "func":
        // Go prints an address, which is another one in each run.
        return this.#pad("0x0");
    }
  }

  /** Values that say themselves how they are shown. */
  #method(value: Value, verb: string): boolean {
    if (this.#complaining || (value.kind !== "int" && value.kind !== "struct")) {
      return false;
    }
    const method = this.flags.sharpV
      ? value.methods?.["GoString"]
      : "vsxXq".includes(verb)
        ? value.methods?.["String"]
        : undefined;
    const shown = method?.run();
    if (shown?.kind !== "string") {
      return false;
    }
    if (this.flags.sharpV) {
      this.#string(shown.value);
    } else {
      this.#stringVerb(shown.value, verb, value);
    }
    return true;
  }

  #slice(value: SliceValue, verb: string, depth: number): void {
    const { sharpV } = this.flags;
    if (sharpV && value.nil === true) {
      return this.write(`${value.type}(nil)`);
    }
    this.write(sharpV ? `${value.type}{` : "[");
    for (const [index, item] of value.items.entries()) {
      this.write(index === 0 ? "" : sharpV ? ", " : " ");
      this.#value(item, verb, depth + 1);
    }
    this.write(sharpV ? "}" : "]");
  }

  #struct(value: StructValue, verb: string, depth: number): void {
    const { sharpV, plusV } = this.flags;
    this.write(sharpV ? `${value.type}{` : "{");
    let first = true;
    for (const [name, field] of value.fields) {
      this.write(first ? "" : sharpV ? ", " : " ");
      this.write(sharpV || plusV ? `${name}:` : "");
      this.#value(field, verb, depth + 1);
      first = false;
    }
    this.write("}");
  }

  #badVerb(verb: string, value: Maybe): void {
    this.#complaining = true;
    this.write(`%!${verb}(`);
    if (value === undefined) {
      this.write("<nil>");
    } else {
      this.write(`${value.type}=`);
      this.#value(value, "v", 0);
    }
    this.write(")");
    this.#complaining = false;
  }

  #padding(count: number): ByteString {
    return count > 0 ? (this.flags.zero && !this.flags.minus ? "0" : " ").repeat(count) : "";
  }

  #pad(text: ByteString): void {
    const padding = this.#padding((this.flags.width ?? 0) - countRunes(text));
    this.write(this.flags.minus ? text + padding : padding + text);
  }

  /** Pads with spaces whatever the flags say. */
  #padSpaces(text: ByteString): void {
    const { zero } = this.flags;
    this.flags.zero = false;
    this.#pad(text);
    this.flags.zero = zero;
  }

  #string(text: ByteString): void {
    this.#pad(this.flags.precision === undefined ? text : firstRunes(text, this.flags.precision));
  }

  #stringVerb(text: ByteString, verb: string, value: Value): void {
    switch (verb) {
      case "v":
        return this.flags.sharpV ? this.#quoted(text) : this.#string(text);
      case "s":
        return this.#string(text);
      case "x":
      case "X":
        return this.#hex(text, verb);
      case "q":
        return this.#quoted(text);
      default:
        return this.#badVerb(verb, value);
    }
  }

  #quoted(text: ByteString): void {
    const shown = this.flags.precision === undefined ? text : firstRunes(text, this.flags.precision);
    this.#pad(this.flags.sharp && canBackquote(shown) ? `\`${shown}\`` : quote(shown, this.flags.plus));
  }

  #hex(text: ByteString, verb: "x" | "X"): void {
    const { sharp, space, minus, width = 0 } = this.flags;
    const shown = text.slice(0, this.flags.precision);
    if (shown === "") {
      return this.write(this.#padding(width));
    }
    const pairs = Array.from(shown, (char) => char.charCodeAt(0).toString(16).padStart(2, "0"));
    const prefix = sharp ? "0x" : "";
    const lower = space ? pairs.map((pair) => prefix + pair).join(" ") : prefix + pairs.join("");
    const bytes = verb === "X" ? lower.toUpperCase() : lower;
    const padding = this.#padding(width - bytes.length);
    this.write(minus ? bytes + padding : padding + bytes);
  }

  #integer(value: Extract<Value, { kind: "int" | "uint" }>, verb: string): void {
    const { value: number } = value;
    const unsigned = BigInt.asUintN(64, number);
    switch (verb) {
      case "v":
        if (this.flags.sharpV && value.kind === "uint") {
          const { sharp } = this.flags;
          this.flags.sharp = true;
          this.#digits(number, 16, verb);
          this.flags.sharp = sharp;
          return;
        }
        return this.#digits(number, 10, verb);
      case "d":
        return this.#digits(number, 10, verb);
      case "b":
        return this.#digits(number, 2, verb);
      case "o":
      case "O":
        return this.#digits(number, 8, verb);
      case "x":
      case "X":
        return this.#digits(number, 16, verb);
      case "c":
        return this.#pad(encodeRune(asRune(unsigned)));
      case "q":
        return this.#pad(quoteChar(asRune(unsigned), this.flags.plus));
      case "U":
        return this.#unicode(unsigned);
      default:
        return this.#badVerb(verb, value);
    }
  }

  #digits(number: bigint, base: 2 | 8 | 10 | 16, verb: string): void {
    const { width, precision, zero, minus, plus, space, sharp } = this.flags;
    const negative = number < 0n;
    const size = negative ? -number : number;
    let least = precision ?? 0;
    if (precision === 0 && size === 0n) {
      return this.write(" ".repeat(width ?? 0));
    }
    if (precision === undefined && zero && !minus && width !== undefined) {
      least = width - (negative || plus || space ? 1 : 0);
    }
    let text = size.toString(base).padStart(least, "0");
    if (sharp) {
      text =
        base === 2 ? `0b${text}` : base === 16 ? `0x${text}` : base === 8 && !text.startsWith("0") ? `0${text}` : text;
    }
    if (verb === "O") {
      text = `0o${text}`;
    }
    text = verb === "X" ? text.toUpperCase() : text;
    this.#padSpaces((negative ? "-" : plus ? "+" : space ? " " : "") + text);
  }

  #unicode(code: bigint): void {
    const digits = code
      .toString(16)
      .toUpperCase()
      .padStart(Math.max(4, this.flags.precision ?? 0), "0");
    const shown =
      this.flags.sharp && code <= 0x10ffffn && isPrint(Number(code)) ? ` '${encodeRune(Number(code))}'` : "";
    this.#padSpaces(`U+${digits}${shown}`);
  }

  #float(number: number, verb: string, value: Value): void {
    switch (verb) {
      case "v":
        return this.#floatDigits(number, "g", -1, verb);
      case "b":
      case "g":
      case "G":
      case "x":
      case "X":
        return this.#floatDigits(number, verb, -1, verb);
      case "f":
      case "F":
      case "e":
      case "E":
        return this.#floatDigits(number, verb === "F" ? "f" : verb, 6, verb);
      default:
        return this.#badVerb(verb, value);
    }
  }

  #floatDigits(number: number, format: string, standard: number, verb: string): void {
    const { plus, space, zero, minus, sharp, width = 0 } = this.flags;
    const precision = this.flags.precision ?? standard;
    const formatted = formatFloat(number, format, precision);
    const signed = /^[+-]/.test(formatted) ? formatted : `+${formatted}`;
    const sign = signed.startsWith("+") && space && !plus ? " " : signed.charAt(0);
    let digits = signed.slice(1);
    if (digits === "Inf" || digits === "NaN") {
      const shown =
        digits === "NaN" ? (space || plus ? sign + digits : digits) : plus || sign !== "+" ? sign + digits : digits;
      return this.#padSpaces(shown);
    }
    if (sharp && verb !== "b") {
      digits = withPoint(digits, format, precision);
    }
    if (!plus && sign === "+") {
      return this.#pad(digits);
    }
    if (zero && !minus && width > digits.length + 1) {
      return this.write(sign + "0".repeat(width - digits.length - 1) + digits);
    }
    return this.#pad(sign + digits);
  }

  #complex(value: Extract<Value, { kind: "complex" }>, verb: string): void {
    if (!"vbgGxXfFeE".includes(verb)) {
      return this.#badVerb(verb, value);
    }
    const { plus } = this.flags;
    this.write("(");
    this.#float(value.real, verb, value);
    this.flags.plus = true;
    this.#float(value.imaginary, verb, value);
    this.write("i)");
    this.flags.plus = plus;
  }
}

function asRune(code: bigint): number {
  return code > 0x10ffffn ? RUNE_ERROR : Number(code);
}

/** What `%#g` adds: the point, and the zeros that shortening took. `format` is the one that made the text. */
function withPoint(text: string, format: string, precision: number): string {
  const hex = format === "x" || format === "X";
  const tailAt = text.search(hex ? /[pP]/ : /[eE]/);
  const mantissa = tailAt === -1 ? text : text.slice(0, tailAt);
  const tail = tailAt === -1 ? "" : text.slice(tailAt);
  const wanted = "gGx".includes(format) ? (precision === -1 ? 6 : precision) : 0;
  const significant = mantissa.replace(".", "").replace(/^0+/, "").length;
  const pointed = mantissa.includes(".") ? mantissa : `${mantissa}.`;
  const zero = mantissa === "0" ? 1 : 0;
  return pointed + "0".repeat(Math.max(0, wanted - significant - zero)) + tail;
}
