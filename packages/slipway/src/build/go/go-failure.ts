import { SlipwayError } from "../../errors.ts";
import type { Place } from "../../errors.ts";
import { isAbsolute, join, relative, toSlash } from "../../platform/path.ts";
import type { ProcessResult } from "../../platform/process/process.ts";

/** What failed and where its paths are relative to. */
export interface GoFailureOptions {
  readonly what: string;
  /** Folder that the command ran in. */
  readonly cwd: string;
  /** The project's folder, which positions are told relative to. */
  readonly root: string;
  readonly hint?: string | undefined;
  /** The target that `what` names. */
  readonly target?: string;
}

/** How many lines of a compiler's output are worth showing. */
const LINES = 60;

/** `file:line:column: message`, as every tool of Go's and C compilers print. */
const POSITION =
  /^(?:vet: )?((?:[A-Za-z]:)?[^\s:][^:]*\.(?:go|s|c|cc|cpp|cxx|m|h|f|swig|mod|work|sum)):([0-9]+)(?::([0-9]+))?: (.*)$/;

/**
 * Makes one error of a failed `go` command: its first position becomes the place, the others stand beside it, the tools' own
 * lines stay as they are, and a flood of them is cut with a line that says how many are missing.
 */
export function goFailure(result: ProcessResult, options: GoFailureOptions): SlipwayError {
  const text = `${result.stderr}${result.stderr.endsWith("\n") || result.stderr === "" ? "" : "\n"}${result.stdout.startsWith("{") ? "" : result.stdout}`;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("go: downloading "));
  const [first, ...also] = positions(lines.slice(0, LINES), options);
  const more = lines.length - LINES;
  const shown = more > 0 ? [...lines.slice(0, LINES), `[${more} more lines]`] : lines;
  const hint = hintFor(text) ?? options.hint;
  if (result.timedOut) {
    return new SlipwayError("timeout", `${options.what}: it did not finish in time`, { output: shown.join("\n") });
  }
  return new SlipwayError("build-failed", first ? `${options.what}: ${first.message}` : options.what, {
    ...(first && { where: first.where }),
    ...(also.length > 0 && { also }),
    ...(result.signal !== undefined && { actual: `ended by ${result.signal}` }),
    output: shown.join("\n"),
    ...(hint !== undefined && { hint }),
    ...(options.target !== undefined && { target: options.target }),
  });
}

/** What the lines say of places, each once. */
function positions(
  lines: readonly string[],
  options: GoFailureOptions,
): { readonly where: Place; readonly message: string }[] {
  return [...new Set(lines)].flatMap((line) => {
    const match = POSITION.exec(line.replace(/^package .*?: /, ""));
    if (!match) return [];
    const [, file = "", row = "", column, message = ""] = match;
    const path = toSlash(relative(options.root, join(options.cwd, file)));
    const where = {
      file: isAbsolute(file) || path.startsWith("..") ? file : path,
      line: Number(row),
      ...(column !== undefined && { column: Number(column) }),
    };
    return [{ where, message }];
  });
}

/** What usually helps against a message of the go command. */
function hintFor(text: string): string | undefined {
  if (text.includes("error obtaining VCS status"))
    return 'Run "git status" to see what git says, or build without the stamp: builds.flags: ["-trimpath", "-buildvcs=false"]';
  if (/updates to go\.(?:mod|sum) needed|missing go\.sum entry/.test(text))
    return 'Run "go mod tidy" and commit go.mod and go.sum: a build never changes them';
  if (text.includes("inconsistent vendoring")) return 'Run "go mod vendor" and commit the vendor folder';
  if (/\(replaced by \.[^)]*\): reading |replacement directory \S+ does not exist/.test(text))
    return 'A folder that "replace" of go.mod names is not here: check it out beside the module, or run "git submodule update --init" if it is a submodule';
  if (/signal: killed/.test(text)) return "The system ran out of memory: try --parallelism 1";
  if (/no space left on device/.test(text))
    return "The disk is full: free some space, for example with go clean -cache";
  if (/dial tcp|no such host|connection refused|i\/o timeout/.test(text))
    return 'A module is not in the module cache and the network does not answer: run "go mod download" where it does';
  return undefined;
}
