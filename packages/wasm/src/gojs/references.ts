/** The count of what Go never gives up. */
const FIXED = 2 ** 31;

/**
 * On top of the count of a value that was made for Go and has not met JavaScript since. Nobody can hand such a value back, so it has no place in
 * the map, and once Go lets go of it nobody has it.
 */
const UNSEEN = 2 ** 32;

/**
 * The JavaScript values that a Go program holds, by number. Go counts its references and says when the last one is gone, so
 * the table neither grows with use nor keeps values alive.
 *
 * Numbers 0 to 6 are fixed by `syscall/js`: NaN, 0, null, true, false, the global object, the Go object.
 */
export class References {
  readonly #values: unknown[];
  readonly #counts: number[];
  readonly #ids = new Map<unknown, number>();
  readonly #free: number[] = [];

  constructor(go: object) {
    this.#values = [Number.NaN, 0, null, true, false, globalThis, go];
    this.#counts = this.#values.map(() => FIXED);
    this.#values.forEach((value, id) => id > 0 && this.#ids.set(value, id));
  }

  /** The value of a number. With `unseen` it goes to who neither keeps it nor hands it on. */
  get(id: number, unseen = false): unknown {
    const value = this.#values[id];
    const count = this.#counts[id] ?? 0;
    if (!unseen && count >= UNSEEN) {
      this.#counts[id] = count - UNSEEN;
      this.#ids.set(value, id);
    }
    return value;
  }

  /** The number of a value, with one more reference to it. With `unseen` it is an object that nobody else has. */
  add(value: unknown, unseen = false): number {
    let id = unseen ? undefined : this.#ids.get(value);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#values.length;
      this.#values[id] = value;
      this.#counts[id] = unseen ? UNSEEN : 0;
      if (!unseen) this.#ids.set(value, id);
    }
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    return id;
  }

  /** Go let go of one reference. Returns the value if that was the last one and nobody else has ever seen it. */
  release(id: number): unknown {
    const count = (this.#counts[id] ?? 0) - 1;
    this.#counts[id] = count;
    if (count !== 0 && count !== UNSEEN) return undefined;
    const value = this.#values[id];
    this.#values[id] = null;
    this.#counts[id] = 0;
    this.#free.push(id);
    if (count === UNSEEN) return value;
    this.#ids.delete(value);
    return undefined;
  }

  /** The number of values held, for tests of leaks. */
  get size(): number {
    return this.#values.length - this.#free.length;
  }
}
