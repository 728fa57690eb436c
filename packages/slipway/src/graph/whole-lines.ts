/** A line that is longer than this is passed on in parts. */
const LONGEST = 64 * 1024;

/**
 * Passes text on in whole lines, however a pipe cut it: a secret that arrives in two pieces would be seen in neither.
 * A line without end is passed on up to its last white space.
 */
export class WholeLines {
  readonly #say: (text: string) => void;
  #held = "";

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  add(text: string): void {
    this.#held += text;
    const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
    if (end >= 0) this.#pass(this.#held.length - text.length + end + 1);
    else if (this.#held.length > LONGEST) {
      const space = Math.max(this.#held.lastIndexOf(" "), this.#held.lastIndexOf("\t"));
      this.#pass(space < 0 ? this.#held.length : space + 1);
    }
  }

  /** Passes on what is held: the text has ended. */
  end(): void {
    this.#pass(this.#held.length);
  }

  #pass(length: number): void {
    if (length === 0) return;
    const text = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    this.#say(text);
  }
}
