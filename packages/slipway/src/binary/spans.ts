/** A run of bytes in a file. */
export interface Span {
  readonly offset: number;
  readonly size: number;
}

/** Runs of bytes as plain numbers: a program has 100,000 of some, and an object for each would be most of the time and memory. */
export class Spans {
  readonly offsets: Uint32Array;
  readonly sizes: Uint32Array;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.offsets = new Uint32Array(length);
    this.sizes = new Uint32Array(length);
  }

  at(index: number): Span | undefined {
    const offset = this.offsets[index];
    const size = this.sizes[index];
    return offset === undefined || size === undefined ? undefined : { offset, size };
  }
}
