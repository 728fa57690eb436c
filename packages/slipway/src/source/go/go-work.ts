import { invalid, readModLines } from "./mod-lines.ts";

/** What a release needs to know of a `go.work` file. */
export interface GoWork {
  /** The `go` line; Go reads a file without one as `1.18`. */
  readonly go: string;
  readonly toolchain?: string;
  /** Folders of the modules in use, as written, in the file's order. */
  readonly use: readonly string[];
}

/**
 * Reads a `go.work` file.
 *
 * @throws {SlipwayError} `go-mod-invalid` with a position.
 */
export function parseGoWork(text: string, file: string): GoWork {
  let go: string | undefined;
  let toolchain: string | undefined;
  const use: string[] = [];
  for (const { verb, words, place } of readModLines(text, file)) {
    const [word = ""] = words;
    if (verb === "go") {
      if (go !== undefined || words.length !== 1 || !/^[0-9]+\.[0-9]+/.test(word))
        throw invalid(place, `The go line "${words.join(" ")}" is not a Go version`);
      go = word;
    } else if (verb === "toolchain") toolchain = word;
    else if (verb === "use") {
      if (words.length !== 1 || word === "") throw invalid(place, "A use line needs one folder");
      use.push(word);
    }
  }
  return { go: go ?? "1.18", ...(toolchain === undefined ? {} : { toolchain }), use };
}
