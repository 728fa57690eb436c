import { decodeRune } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { concrete } from "../value/value.ts";
import type { Maybe } from "../value/value.ts";
import { noFlags, Printer } from "./printer.ts";

/** Widths, precisions and argument numbers beyond this are refused, as Go does. */
const MAX_NUMBER = 1_000_000;

/** Go's `fmt.Sprint`: spaces only between operands of which neither is a string. */
export function sprint(values: readonly Maybe[]): ByteString {
  const printer = new Printer();
  let afterString = false;
  for (const [index, value] of values.entries()) {
    const isString = concrete(value)?.kind === "string";
    printer.write(index > 0 && !isString && !afterString ? " " : "");
    printer.argument(value, "v");
    afterString = isString;
  }
  return printer.text;
}

/** Go's `fmt.Sprintln`: a space between all operands and a newline. */
export function sprintln(values: readonly Maybe[]): ByteString {
  const printer = new Printer();
  for (const [index, value] of values.entries()) {
    printer.write(index > 0 ? " " : "");
    printer.argument(value, "v");
  }
  return `${printer.text}\n`;
}

/** Go's `fmt.Sprintf`. A wrong format is no error: it is complained of in the output, as Go does. */
export function sprintf(format: ByteString, values: readonly Maybe[]): ByteString {
  return new Formatter(format, values).run();
}

/** Go looks at the number before each further digit. */
function isOverflow(digits: string): boolean {
  return Number(digits.slice(0, -1)) > MAX_NUMBER;
}

class Formatter {
  readonly #format: ByteString;
  readonly #values: readonly Maybe[];
  readonly #printer = new Printer();
  #at = 0;
  #argument = 0;
  /** An argument was named by number (`%[2]d`), so unused ones are not complained of. */
  #reordered = false;
  #goodNumber = true;
  #afterNumber = false;

  constructor(format: ByteString, values: readonly Maybe[]) {
    this.#format = format;
    this.#values = values;
  }

  run(): ByteString {
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf("%", this.#at);
      const end = percent === -1 ? this.#format.length : percent;
      this.#printer.write(this.#format.slice(this.#at, end));
      this.#at = end + 1;
      if (percent !== -1) {
        this.#verb();
      }
    }
    if (!this.#reordered && this.#argument < this.#values.length) {
      this.#extra();
    }
    return this.#printer.text;
  }

  #verb(): void {
    const flags = noFlags();
    this.#printer.flags = flags;
    this.#goodNumber = true;
    this.#afterNumber = false;
    for (; "#0+- ".includes(this.#format[this.#at] ?? "x"); this.#at++) {
      const flag = this.#format[this.#at];
      flags.sharp ||= flag === "#";
      flags.zero ||= flag === "0";
      flags.plus ||= flag === "+";
      flags.minus ||= flag === "-";
      flags.space ||= flag === " ";
    }
    this.#argumentNumber();
    this.#width();
    this.#precision();
    if (!this.#afterNumber) {
      this.#argumentNumber();
    }
    if (this.#at >= this.#format.length) {
      this.#printer.write("%!(NOVERB)");
      return;
    }
    const { size } = decodeRune(this.#format, this.#at);
    const verb = this.#format.slice(this.#at, this.#at + size);
    this.#at += size;
    if (verb === "%") {
      this.#printer.write("%");
    } else if (!this.#goodNumber) {
      this.#printer.write(`%!${verb}(BADINDEX)`);
    } else if (this.#argument >= this.#values.length) {
      this.#printer.write(`%!${verb}(MISSING)`);
    } else {
      if (verb === "v" || verb === "w") {
        flags.sharpV = flags.sharp;
        flags.sharp = false;
        flags.plusV = flags.plus;
        flags.plus = false;
      }
      this.#printer.argument(this.#values[this.#argument], verb);
      this.#argument++;
    }
  }

  /** `[3]` chooses the next argument. */
  #argumentNumber(): void {
    this.#afterNumber = false;
    if (this.#format[this.#at] !== "[") {
      return;
    }
    this.#reordered = true;
    const close = this.#format.indexOf("]", this.#at);
    if (close === -1 || this.#format.length - this.#at < 3) {
      this.#goodNumber = false;
      this.#at++;
      return;
    }
    const text = this.#format.slice(this.#at + 1, close);
    this.#at = close + 1;
    const number = /^\d+$/.test(text) && !isOverflow(text) ? Number(text) : undefined;
    const known = number !== undefined;
    this.#afterNumber = known;
    if (known && number >= 1 && number <= this.#values.length) {
      this.#argument = number - 1;
    } else {
      this.#goodNumber = false;
    }
  }

  #width(): void {
    const { flags } = this.#printer;
    if (this.#format[this.#at] === "*") {
      this.#at++;
      flags.width = this.#intArgument();
      if (flags.width === undefined) {
        this.#printer.write("%!(BADWIDTH)");
      } else if (flags.width < 0) {
        flags.width = -flags.width;
        flags.minus = true;
        flags.zero = false;
      }
      this.#afterNumber = false;
      return;
    }
    flags.width = this.#number();
    if (this.#afterNumber && flags.width !== undefined) {
      this.#goodNumber = false;
    }
  }

  #precision(): void {
    const { flags } = this.#printer;
    if (this.#format[this.#at] !== "." || this.#at + 1 >= this.#format.length) {
      return;
    }
    this.#at++;
    if (this.#afterNumber) {
      this.#goodNumber = false;
    }
    this.#argumentNumber();
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const precision = this.#intArgument();
      flags.precision = precision === undefined || precision < 0 ? undefined : precision;
      this.#printer.write(flags.precision === undefined ? "%!(BADPREC)" : "");
      this.#afterNumber = false;
      return;
    }
    flags.precision = this.#number() ?? 0;
  }

  /** A number too large to be meant counts as none and ends the format, as in Go. */
  #number(): number | undefined {
    const digits = /^\d*/.exec(this.#format.slice(this.#at, this.#at + 100))?.[0] ?? "";
    if (digits === "") {
      return undefined;
    }
    if (isOverflow(digits)) {
      this.#at = this.#format.length;
      return undefined;
    }
    this.#at += digits.length;
    return Number(digits);
  }

  #intArgument(): number | undefined {
    if (this.#argument >= this.#values.length) {
      return undefined;
    }
    const value = concrete(this.#values[this.#argument]);
    this.#argument++;
    if (value?.kind !== "int" && value?.kind !== "uint") {
      return undefined;
    }
    const number = Number(value.value);
    return Math.abs(number) > MAX_NUMBER ? undefined : number;
  }

  #extra(): void {
    this.#printer.flags = noFlags();
    this.#printer.write("%!(EXTRA ");
    for (let i = this.#argument; i < this.#values.length; i++) {
      const value = concrete(this.#values[i]);
      this.#printer.write(i > this.#argument ? ", " : "");
      if (value === undefined) {
        this.#printer.write("<nil>");
      } else {
        this.#printer.write(`${value.type}=`);
        this.#printer.argument(value, "v");
      }
    }
    this.#printer.write(")");
  }
}
