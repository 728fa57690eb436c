import { text } from "../functions/function.ts";
import { GoValue } from "./to-value.ts";
import { bool, GoError, int, string } from "./value.ts";
import type { GoFunction, IntValue, Maybe, StructValue } from "./value.ts";
import { formatTime, formatYear, MONTHS, splitMoment, WEEKDAYS, yearDay } from "./time-layout.ts";

const TIME = "time.Time";
/** Go's zero time: 1 January of year 1. */
const ZERO_TIME = -62_135_596_800_000_000_000n;

/** Nanoseconds since the epoch. */
const moments = new WeakMap<StructValue, bigint>();

/** A `time.Time` in UTC. `milliseconds` since the epoch. */
export function goTime(milliseconds: number): GoValue {
  return new GoValue(timeValue(BigInt(Math.trunc(milliseconds)) * 1_000_000n));
}

/** Enumerations such as months print their name, and count as integers otherwise. */
function named(type: string, number: number, names: readonly string[], from: number): IntValue {
  const name = names[number - from] ?? "";
  return { kind: "int", type, value: BigInt(number), methods: { String: { parameters: [], run: () => string(name) } } };
}

function duration(nanoseconds: bigint): IntValue {
  const seconds = Number(nanoseconds) / 1e9;
  return {
    kind: "int",
    type: "time.Duration",
    value: nanoseconds,
    methods: {
      String: { parameters: [], run: () => string(formatDuration(nanoseconds)) },
      Seconds: { parameters: [], run: () => ({ kind: "float", type: "float64", value: seconds }) },
      Minutes: { parameters: [], run: () => ({ kind: "float", type: "float64", value: seconds / 60 }) },
      Hours: { parameters: [], run: () => ({ kind: "float", type: "float64", value: seconds / 3600 }) },
      Milliseconds: { parameters: [], run: () => int(nanoseconds / 1_000_000n, "int64") },
      Microseconds: { parameters: [], run: () => int(nanoseconds / 1000n, "int64") },
      Nanoseconds: { parameters: [], run: () => int(nanoseconds, "int64") },
    },
  };
}

/** Go's `Duration.String`: `72h3m0.5s`, `1.5ms`. The micro sign is U+00B5 in UTF-8 bytes. */
function formatDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const sign = nanoseconds < 0n ? "-" : "";
  if (size === 0n) {
    return "0s";
  }
  if (size < 1_000_000_000n) {
    const [unit, digits] =
      size < 1000n ? (["ns", 0] as const) : size < 1_000_000n ? (["\xc2\xb5s", 3] as const) : (["ms", 6] as const);
    return sign + decimal(size, digits) + unit;
  }
  const minutes = size / 60_000_000_000n;
  const rest = `${decimal(size % 60_000_000_000n, 9)}s`;
  const hours = minutes / 60n;
  return sign + (minutes === 0n ? rest : hours === 0n ? `${minutes}m${rest}` : `${hours}h${minutes % 60n}m${rest}`);
}

function decimal(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  const fraction = text.slice(text.length - digits).replace(/0+$/, "");
  return digits === 0 ? text : text.slice(0, text.length - digits) + (fraction === "" ? "" : `.${fraction}`);
}

function momentOf(value: Maybe): bigint {
  const found = value?.kind === "struct" ? moments.get(value) : undefined;
  if (found === undefined) {
    throw new GoError("invalid time");
  }
  return found;
}

function numberOf(value: Maybe): number {
  return value?.kind === "int" ? Number(value.value) : 0;
}

function compare(moment: bigint, test: (difference: number) => Maybe): GoFunction {
  return {
    parameters: [TIME],
    run(other) {
      const difference = moment - momentOf(other);
      return test(difference > 0n ? 1 : difference < 0n ? -1 : 0);
    },
  };
}

function reader(run: () => Maybe): GoFunction {
  return { parameters: [], run };
}

function timeValue(moment: bigint): StructValue {
  const { date, fraction } = splitMoment(moment);
  const value: StructValue = {
    kind: "struct",
    type: TIME,
    fields: new Map(),
    methods: {
      Format: { parameters: ["string"], run: (layout) => string(formatTime(moment, text(layout))) },
      String: reader(() => string(formatTime(moment, "2006-01-02 15:04:05.999999999 -0700 MST"))),
      GoString: reader(() => string(goSyntax(date, fraction))),
      Unix: reader(() => int((moment - BigInt(fraction)) / 1_000_000_000n, "int64")),
      UnixMilli: reader(() => int(floorDivide(moment, 1_000_000n), "int64")),
      UnixMicro: reader(() => int(floorDivide(moment, 1000n), "int64")),
      UnixNano: reader(() => int(moment, "int64")),
      Year: reader(() => int(date.getUTCFullYear())),
      Month: reader(() => named("time.Month", date.getUTCMonth() + 1, MONTHS, 1)),
      Day: reader(() => int(date.getUTCDate())),
      Weekday: reader(() => named("time.Weekday", date.getUTCDay(), WEEKDAYS, 0)),
      YearDay: reader(() => int(yearDay(date))),
      Hour: reader(() => int(date.getUTCHours())),
      Minute: reader(() => int(date.getUTCMinutes())),
      Second: reader(() => int(date.getUTCSeconds())),
      Nanosecond: reader(() => int(fraction)),
      UTC: reader(() => value),
      IsZero: reader(() => bool(moment === ZERO_TIME)),
      IsDST: reader(() => bool(false)),
      Add: {
        parameters: ["time.Duration"],
        run: (added) => timeValue(checked(moment + (added?.kind === "int" ? added.value : 0n))),
      },
      AddDate: {
        parameters: ["int", "int", "int"],
        run: (years, months, days) =>
          timeValue(addDate(moment, date, { years: numberOf(years), months: numberOf(months), days: numberOf(days) })),
      },
      Sub: { parameters: [TIME], run: (other) => duration(moment - momentOf(other)) },
      After: compare(moment, (difference) => bool(difference > 0)),
      Before: compare(moment, (difference) => bool(difference < 0)),
      Equal: compare(moment, (difference) => bool(difference === 0)),
      Compare: compare(moment, (difference) => int(difference)),
    },
  };
  moments.set(value, moment);
  return value;
}

/** Rounded down, as Go's clock does before the epoch. */
function floorDivide(value: bigint, by: bigint): bigint {
  return (value - (((value % by) + by) % by)) / by;
}

/** @throws {GoError} For dates that JavaScript cannot hold (beyond about 270,000 years). */
function checked(moment: bigint): bigint {
  const limit = 8_640_000_000_000_000_000_000n;
  if (moment > limit || moment < -limit) {
    throw new GoError("date is out of range");
  }
  return moment;
}

function addDate(
  moment: bigint,
  date: Date,
  by: { readonly years: number; readonly months: number; readonly days: number },
): bigint {
  const moved = new Date(date);
  moved.setUTCFullYear(date.getUTCFullYear() + by.years, date.getUTCMonth() + by.months, date.getUTCDate() + by.days);
  if (Number.isNaN(moved.getTime())) {
    throw new GoError("date is out of range");
  }
  return checked(moment + BigInt(moved.getTime() - date.getTime()) * 1_000_000n);
}

function goSyntax(date: Date, fraction: number): string {
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const clock = [date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), fraction];
  return `time.Date(${formatYear(date.getUTCFullYear()).replace(/^(-?)0+(?=.)/, "$1")}, time.${month}, ${clock.join(", ")}, time.UTC)`;
}
