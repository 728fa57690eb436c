import { invalid, readModLines } from "./mod-lines.ts";

/** What a release needs to know of a `go.mod` file. */
export interface GoMod {
  readonly module: string;
  /** The `go` line; Go reads a file without one as `1.16`. */
  readonly go: string;
  /** The `toolchain` line, `go1.26.8` or `default`. */
  readonly toolchain?: string;
  /** Module paths that `replace` sends to a local folder, with the folder as written (relative to the file). */
  readonly localReplaces: readonly LocalReplace[];
  /** `ignore` lines (Go 1.25): folders that package patterns leave out, as written. */
  readonly ignore: readonly string[];
}

/** A `replace` line whose right side is a folder. */
export interface LocalReplace {
  readonly path: string;
  readonly dir: string;
}

const GO_LINE = /^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?$/;

/**
 * Reads a `go.mod` file. Directives that do not matter here (`require`, `exclude`, `retract`, `godebug`, `tool`) and those
 * of later Go versions are left to Go.
 *
 * @throws {SlipwayError} `go-mod-invalid` with a position.
 */
export function parseGoMod(text: string, file: string): GoMod {
  let module: string | undefined;
  let go: string | undefined;
  let toolchain: string | undefined;
  const localReplaces: LocalReplace[] = [];
  const ignore: string[] = [];
  for (const { verb, words, place } of readModLines(text, file)) {
    const [word = ""] = words;
    switch (verb) {
      case "module":
        if (module !== undefined) throw invalid(place, "A second module line");
        if (words.length !== 1 || word === "") throw invalid(place, "The module line needs one module path");
        module = word;
        break;
      case "go":
        if (go !== undefined) throw invalid(place, "A second go line");
        if (words.length !== 1 || !GO_LINE.test(word))
          throw invalid(place, `The go line "${words.join(" ")}" is not a Go version such as "1.26" or "1.26.8"`);
        go = word;
        break;
      case "toolchain":
        if (toolchain !== undefined) throw invalid(place, "A second toolchain line");
        if (words.length !== 1 || (word !== "default" && !/^go1(\.|$)|-go1\./.test(word)))
          throw invalid(place, `The toolchain line "${words.join(" ")}" is not a name such as "go1.26.8"`);
        toolchain = word;
        break;
      case "replace": {
        const arrow = words.indexOf("=>");
        if (arrow < 1 || arrow > 2 || words.length - arrow < 2 || words.length - arrow > 3)
          throw invalid(
            place,
            `The replace line "${words.join(" ")}" is not "path [version] => path version" or "path [version] => ./folder"`,
          );
        const dir = words[arrow + 1] ?? "";
        if (isLocalPath(dir)) localReplaces.push({ path: word, dir });
        break;
      }
      case "ignore":
        if (words.length !== 1) throw invalid(place, "An ignore line needs one folder");
        ignore.push(word);
        break;
    }
  }
  if (module === undefined) throw invalid({ file, line: 1 }, "There is no module line");
  return { module, go: go ?? "1.16", ...(toolchain === undefined ? {} : { toolchain }), localReplaces, ignore };
}

/** Whether the right side of a `replace` line is a folder (modfile.IsDirectoryPath). */
function isLocalPath(path: string): boolean {
  return path === "." || path === ".." || /^\.{0,2}[/\\]/.test(path) || /^[A-Za-z]:/.test(path);
}
