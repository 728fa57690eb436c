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
    this.#counts = this.#values.map(() => Infinity);
    this.#values.forEach((value, id) => id > 0 && this.#ids.set(value, id));
  }

  get(id: number): unknown {
    return this.#values[id];
  }

  /** The number of a value, with one more reference to it. */
  add(value: unknown): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#values.length;
      this.#values[id] = value;
      this.#counts[id] = 0;
      this.#ids.set(value, id);
    }
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    return id;
  }

  /** Go let go of one reference. */
  release(id: number): void {
    const count = (this.#counts[id] ?? 0) - 1;
    this.#counts[id] = count;
    if (count !== 0) return;
    this.#ids.delete(this.#values[id]);
    this.#values[id] = null;
    this.#free.push(id);
  }

  /** The number of values held, for tests of leaks. */
  get size(): number {
    return this.#ids.size;
  }
}
