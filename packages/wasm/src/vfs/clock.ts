/**
 * The wall clock in nanoseconds since 1970, with the fraction of a millisecond that `performance` adds to `Date`. It follows
 * `Date` when that is set anew, and never runs backwards between two settings.
 */
export function wallClock(): bigint {
  const monotonic = performance.now();
  if (Math.abs(Date.now() - (offset + monotonic)) > 20) offset = Date.now() - monotonic;
  return nanoseconds(offset + monotonic);
}

let offset = -1e9;

/** The monotonic clock in nanoseconds, as fine as the engine shows it. */
export function monotonicClock(): bigint {
  return nanoseconds(performance.now());
}

function nanoseconds(milliseconds: number): bigint {
  const whole = Math.floor(milliseconds);
  return BigInt(whole) * 1_000_000n + BigInt(Math.floor((milliseconds - whole) * 1e6));
}
