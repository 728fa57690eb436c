import { appendFileSync, rmSync } from "node:fs";

/** Adds to a small file at once. A disk that cannot take it is no failure: the note only helps after a crash. */
export function appendNow(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch {
    // As said above.
  }
}

/** Removes a small file at once, if it can be. */
export function removeNow(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A note too many does no harm: what it names is checked before anything is done about it.
  }
}
