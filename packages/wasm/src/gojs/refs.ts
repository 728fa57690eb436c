import type { References } from "./references.ts";

/** The high half of a NaN that carries a reference; its low bits tell Go the value's type. */
const NAN_HEAD = 0x7ff80000;

const TYPE_FLAGS: Record<string, number> = { object: 1, string: 2, symbol: 3, function: 4 };

/**
 * Reads a `ref` of `syscall/js`: a float that is the number itself, 0 for undefined, or a NaN whose low half is a reference.
 *
 * @param unseen see `References.get`
 */
export function readRef(view: DataView, at: number, references: References, unseen?: boolean): unknown {
  const number = view.getFloat64(at, true);
  if (number === 0) return undefined;
  return Number.isNaN(number) ? references.get(view.getUint32(at, true), unseen) : number;
}

/**
 * Writes a `ref`, which counts as one more reference where the value is no number.
 *
 * @param unseen see `References.add`
 */
export function writeRef(view: DataView, at: number, value: unknown, references: References, unseen?: boolean): void {
  if (value === undefined) {
    view.setFloat64(at, 0, true);
  } else if (typeof value === "number" && value !== 0 && !Number.isNaN(value)) {
    view.setFloat64(at, value, true);
  } else if (Number.isNaN(value)) {
    view.setUint32(at + 4, NAN_HEAD, true);
    view.setUint32(at, 0, true);
  } else {
    const flag = value === null ? 0 : (TYPE_FLAGS[typeof value] ?? 0);
    view.setUint32(at + 4, NAN_HEAD | flag, true);
    view.setUint32(at, references.add(value, unseen), true);
  }
}
