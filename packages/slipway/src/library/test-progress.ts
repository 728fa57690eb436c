import { relative } from "../platform/path.ts";
import { readProgress, type RunProgress } from "../platform/wasm/run-progress.ts";

/** Milliseconds after which a program that did not give way is said to compute. */
const COMPUTES = 8000;
/** Milliseconds without a word after which something is said, in the first minute and later. */
const SHORT = 10_000;
const LONG = 60_000;

/** Says what `go test` is about when it has said nothing itself for a while, as it does without `-v` until a package is done. */
export class TestProgress {
  readonly #folder: string;
  readonly #root: string;
  readonly #say: (text: string) => void;
  readonly #timer: NodeJS.Timeout;
  #heard = Date.now();
  #next = SHORT;

  constructor({ folder, root, say }: { folder: string; root: string; say: (text: string) => void }) {
    this.#folder = folder;
    this.#root = root;
    this.#say = say;
    this.#timer = setInterval(() => this.#look(), 1000);
  }

  /** There was something to read. */
  heard(): void {
    this.#heard = Date.now();
    this.#next = SHORT;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = Date.now();
    const silent = now - this.#heard;
    if (silent < this.#next) return;
    this.#next = silent + (silent < LONG ? SHORT : LONG);
    const runs = readProgress(this.#folder);
    const lines = runs.length === 0 ? ["go builds the tests"] : runs.map((run) => describeRun(run, this.#root, now));
    this.#say(lines.map((line) => `slipway: ${Math.round(silent / 1000)} s without output: ${line}\n`).join(""));
  }
}

/**
 * What one run is about.
 *
 * @param now of the clock of `gaveWay`
 */
export function describeRun({ program, dir, state, test, gaveWay }: RunProgress, root: string, now: number): string {
  const name = `${program} in ${relative(root, dir) || "."}`;
  if (state === "starting") return `${name} waits for its browser`;
  const where = test === undefined ? "" : `, in ${test}`;
  if (now - gaveWay < COMPUTES) return `${name} runs${where}`;
  const seconds = Math.round((now - gaveWay) / 1000);
  const which = test === undefined ? "; -v tells in which test" : "";
  return `${name} computes without a pause for ${seconds} s${where}. Go's wasm interrupts no loop: no timer, deadline or -timeout ends one${which}`;
}
