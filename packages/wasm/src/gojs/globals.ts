/** The globals as one program sees them: those of the page, but for a few of its own. */
export class Globals {
  readonly #own: Record<string, unknown>;

  /** @param own what only this program sees, such as its `fs` */
  constructor(own: Record<string, unknown>) {
    this.#own = own;
  }

  get(target: unknown, name: string): unknown {
    if (target === globalThis && Object.hasOwn(this.#own, name)) return this.#own[name];
    return (target as Record<string, unknown>)[name];
  }

  set(target: unknown, name: string, value: unknown): void {
    if (target === globalThis && Object.hasOwn(this.#own, name)) this.#own[name] = value;
    else Reflect.set(target as object, name, value);
  }
}

/** Copies as much as fits, and returns the count, or undefined where one of both is no array of bytes. */
export function copyBytes(into: unknown, from: unknown): number | undefined {
  if (!isBytes(into) || !isBytes(from)) return undefined;
  const part = from.length > into.length ? from.subarray(0, into.length) : from;
  into.set(part);
  return part.length;
}

function isBytes(value: unknown): value is Uint8Array | Uint8ClampedArray {
  return value instanceof Uint8Array || value instanceof Uint8ClampedArray;
}
