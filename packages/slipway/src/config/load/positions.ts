import { isScalar } from "yaml";
import type { Place } from "../../errors.ts";
import { pathKey, type ConfigPath } from "../yaml/path-text.ts";
import type { Spot } from "../yaml/read-value.ts";

/** Knows where every value of a loaded config was written, across included files. */
export class Positions {
  readonly #spots = new Map<string, Spot>();

  /** Takes over what a reader found, below another path. */
  add(spots: ReadonlyMap<string, Spot>): void {
    for (const [key, spot] of spots) this.#spots.set(key, spot);
  }

  set(path: ConfigPath, spot: Spot): void {
    this.#spots.set(pathKey(path), spot);
  }

  /** Says that the value at `to` is the one that was written at `from`. */
  move(from: ConfigPath, to: ConfigPath): void {
    const spot = this.#spots.get(pathKey(from));
    if (spot) this.#spots.set(pathKey(to), spot);
  }

  /** The place of a key in its section, for what is said of the key and not of its value. */
  ofKey(path: ConfigPath): Place | undefined {
    const spot =
      this.#spots.get(pathKey([...path.slice(0, -1), "?", path.at(-1) ?? ""])) ?? this.#spots.get(pathKey(path));
    return spot && placeOf(spot);
  }

  /**
   * The place of a value. A path that was not written (a default, an item that came from splitting one text) gives the
   * place of the nearest value around it, and nothing when not even its section is in a file.
   *
   * `offset` points into the text of the value, counted in UTF-16 units, for errors inside templates.
   */
  of(path: ConfigPath, offset?: number): Place | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const spot = this.#spots.get(pathKey(path.slice(0, length)));
      if (spot) return placeOf(spot, length === path.length ? offset : undefined);
    }
    return undefined;
  }
}

function placeOf(spot: Spot, offset?: number): Place {
  const { text } = spot.file;
  const [start, end] = spot.node.range ?? [0, 1];
  const inside = offset === undefined ? undefined : offsetInside(spot, offset);
  return inside === undefined ? text.place(start, end) : text.place(inside);
}

/** Where a character of a scalar's value stands in the file; only where that is certain. */
function offsetInside(spot: Spot, offset: number): number | undefined {
  const { node, file } = spot;
  if (!isScalar(node) || !node.range || typeof node.value !== "string") return undefined;
  const [start, end] = node.range;
  const written = file.text.text.slice(start, end);
  if (node.type === "BLOCK_LITERAL") return offsetInBlock(written, node.value, start, offset);
  const shift = node.type === "PLAIN" ? 0 : 1;
  // Escapes and folded lines change the length: then nobody can tell.
  if (written.slice(shift, written.length - shift).trimEnd() !== node.value) return undefined;
  return start + shift + Math.min(offset, node.value.length);
}

function offsetInBlock(written: string, value: string, start: number, offset: number): number | undefined {
  const before = value.slice(0, offset).split("\n");
  const lines = written.split("\n");
  const line = lines[before.length];
  const valueLine = value.split("\n")[before.length - 1];
  if (line === undefined || valueLine === undefined || !line.trimEnd().endsWith(valueLine.trimEnd())) return undefined;
  const indent = line.replace(/\r$/u, "").length - valueLine.length;
  const lineStart = lines.slice(0, before.length).reduce((sum, text) => sum + text.length + 1, 0);
  return start + lineStart + indent + (before.at(-1)?.length ?? 0);
}
