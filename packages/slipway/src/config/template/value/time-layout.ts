import type { ByteString } from "../text/byte-string.ts";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** What a layout may name (`time/format.go`), longest first where one starts another. */
const CHUNK =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|__2|_2(?!006)|2|3|4|5|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?![0-9])/g;

/** The day of the year, from 1. */
export function yearDay(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function padded(number: number, width = 2, fill = "0"): string {
  return String(number).padStart(width, fill);
}

/** A year as Go writes it: at least four digits. */
export function formatYear(year: number): string {
  return year < 0 ? `-${padded(-year, 4)}` : padded(year, 4);
}

/** Whole milliseconds of nanoseconds since the epoch, and the nanoseconds of the running second. */
export function splitMoment(nanoseconds: bigint): { readonly date: Date; readonly fraction: number } {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return {
    date: new Date(Number((nanoseconds - fraction) / 1_000_000n) + Math.floor(Number(fraction) / 1e6)),
    fraction: Number(fraction),
  };
}

/** Go's `Time.Format` for UTC. `nanoseconds` since the epoch. */
export function formatTime(nanoseconds: bigint, layout: ByteString): ByteString {
  const { date, fraction } = splitMoment(nanoseconds);
  return layout.replace(CHUNK, (chunk) => formatChunk(date, fraction, chunk));
}

function formatChunk(date: Date, nanoseconds: number, chunk: string): string {
  const hour = date.getUTCHours();
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const weekday = WEEKDAYS[date.getUTCDay()] ?? "";
  switch (chunk) {
    case "January":
      return month;
    case "Jan":
      return month.slice(0, 3);
    case "Monday":
      return weekday;
    case "Mon":
      return weekday.slice(0, 3);
    case "MST":
      return "UTC";
    case "01":
      return padded(date.getUTCMonth() + 1);
    case "1":
      return String(date.getUTCMonth() + 1);
    case "02":
      return padded(date.getUTCDate());
    case "_2":
      return padded(date.getUTCDate(), 2, " ");
    case "2":
      return String(date.getUTCDate());
    case "002":
      return padded(yearDay(date), 3);
    case "__2":
      return padded(yearDay(date), 3, " ");
    case "15":
      return padded(hour);
    case "03":
      return padded(hour % 12 || 12);
    case "3":
      return String(hour % 12 || 12);
    case "04":
      return padded(date.getUTCMinutes());
    case "4":
      return String(date.getUTCMinutes());
    case "05":
      return padded(date.getUTCSeconds());
    case "5":
      return String(date.getUTCSeconds());
    case "06":
      return padded(Math.abs(date.getUTCFullYear()) % 100);
    case "2006":
      return formatYear(date.getUTCFullYear());
    case "PM":
      return hour >= 12 ? "PM" : "AM";
    case "pm":
      return hour >= 12 ? "pm" : "am";
    default:
      return chunk.startsWith("Z")
        ? "Z"
        : chunk.startsWith("-")
          ? chunk.replace(/7/, "0").replace("-", "+")
          : fraction(nanoseconds, chunk);
  }
}

/** `.000` shows that many digits, `.999` leaves zeros at the end out. */
function fraction(nanoseconds: number, chunk: string): string {
  const digits = padded(nanoseconds, 9)
    .padEnd(chunk.length - 1, "0")
    .slice(0, chunk.length - 1);
  if (chunk[1] === "0") {
    return chunk.charAt(0) + digits;
  }
  const short = digits.replace(/0+$/, "");
  return short === "" ? "" : chunk.charAt(0) + short;
}
