/** The decimal digits of a number: `0.d1d2d3... * 10 ** point`. No digits for zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * Go's `strconv.FormatFloat` for finite numbers. `precision` -1 means the fewest digits that read back as the same number.
 *
 * @param format - `e`, `E`, `f`, `g`, `G`, `b`, `x` or `X`.
 */
export function formatFloat(value: number, format: string, precision: number): string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === Infinity) {
    return sign === "" ? "+Inf" : "-Inf";
  }
  const lower = format.toLowerCase();
  const text =
    lower === "x" ? hexadecimal(size, precision) : lower === "b" ? binary(size) : decimal(size, lower, precision);
  return sign + (format === lower ? text : text.toUpperCase());
}

function decimal(size: number, format: string, wanted: number): string {
  const shortest = wanted < 0;
  const precision = format === "g" && wanted === 0 ? 1 : wanted;
  const found =
    size === 0 ? { digits: "", point: 0 } : shortest ? shortestDigits(size) : roundedDigits(size, format, precision);
  const { digits, point } = found;
  if (format === "e") {
    return exponential(found, shortest ? Math.max(digits.length - 1, 0) : precision);
  }
  if (format === "f") {
    return fixed(found, shortest ? Math.max(digits.length - point, 0) : precision);
  }
  let places = shortest && digits !== "" ? digits.length : precision;
  let limit = places > digits.length && digits.length >= point ? digits.length : places;
  limit = shortest ? 6 : limit;
  if (point - 1 < -4 || point - 1 >= limit) {
    return exponential(found, Math.min(places, digits.length) - 1);
  }
  if (places > point) {
    places = digits.length;
  }
  return fixed(found, Math.max(places - point, 0));
}

function exponential({ digits, point }: Decimal, precision: number): string {
  const exponent = digits === "" ? 0 : point - 1;
  const rest = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, "0")}` : "";
  return `${digits[0] ?? "0"}${rest}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const fraction = point > 0 ? digits.slice(point) : "0".repeat(digits === "" ? 0 : -point) + digits;
  return precision > 0 ? `${whole}.${fraction.slice(0, precision).padEnd(precision, "0")}` : whole;
}

function shortestDigits(size: number): Decimal {
  const [mantissa = "", exponent = ""] = size.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** The mantissa and the exponent of two of a positive number, exactly. */
function parts(size: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** All digits of the number, then rounded half to even as Go does (`toFixed` rounds half up). */
function roundedDigits(size: number, format: string, precision: number): Decimal {
  const { mantissa, exponent } = parts(size);
  const exact =
    exponent >= 0 ? (mantissa << BigInt(exponent)).toString() : (mantissa * 5n ** BigInt(-exponent)).toString();
  const point = exponent >= 0 ? exact.length : exact.length + exponent;
  const keep = format === "f" ? point + precision : format === "e" ? precision + 1 : precision;
  return round(exact, point, keep);
}

function round(exact: string, point: number, keep: number): Decimal {
  if (keep < 0) {
    return { digits: "", point: 0 };
  }
  if (keep >= exact.length) {
    return trim(exact, point);
  }
  const rest = exact.slice(keep);
  const half = `5${"0".repeat(rest.length - 1)}`;
  const odd = keep > 0 && Number(exact[keep - 1]) % 2 === 1;
  const up = rest > half || (rest === half && odd);
  const kept = exact.slice(0, keep);
  if (!up) {
    return trim(kept, point);
  }
  const raised = (BigInt(kept === "" ? "0" : kept) + 1n).toString().padStart(keep, "0");
  return trim(raised, raised.length > keep ? point + 1 : point);
}

function trim(digits: string, point: number): Decimal {
  const trimmed = digits.replace(/0+$/, "");
  return trimmed === "" ? { digits: "", point: 0 } : { digits: trimmed, point };
}

function binary(size: number): string {
  const { mantissa, exponent } = parts(size);
  return `${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function hexadecimal(size: number, precision: number): string {
  let { mantissa, exponent } = size === 0 ? { mantissa: 0n, exponent: -52 } : parts(size);
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  exponent += 52;
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(52 - precision * 4);
    const lost = mantissa & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    mantissa >>= drop;
    mantissa += lost > half || (lost === half && (mantissa & 1n) === 1n) ? 1n : 0n;
    mantissa <<= drop;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  const fraction = precision < 0 ? digits.replace(/0+$/, "") : digits.slice(0, precision).padEnd(precision, "0");
  const shown = size === 0 ? 0 : exponent;
  return `0x${mantissa >> 52n}${fraction === "" ? "" : `.${fraction}`}p${shown < 0 ? "-" : "+"}${String(Math.abs(shown)).padStart(2, "0")}`;
}
