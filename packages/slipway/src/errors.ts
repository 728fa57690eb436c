/**
 * Process exit codes (design, invariant 9): 1 failed, 2 usage or config, 3 not reproducible or different,
 * 4 refused by a policy.
 */
export type ExitCode = 1 | 2 | 3 | 4;

/** Every error code, with the exit code it ends the process with. `docs/errors.md` has an anchor for each. */
export const EXIT_CODE_OF = {
  usage: 2,
  "config-not-found": 2,
  "config-invalid": 2,
  "config-unknown-key": 2,
  "config-syntax": 2,
  "config-include": 2,
  "config-inert-section": 2,
  "config-exists": 2,
  "template-syntax": 2,
  "template-execution": 2,
  "plan-duplicate-artifact": 2,
  "project-name-unknown": 2,
  "git-missing": 1,
  "git-failed": 1,
  "git-no-repository": 1,
  "git-no-commit": 1,
  "git-no-tag": 1,
  "git-tag-not-semver": 1,
  "git-tag-not-at-head": 1,
  "git-dirty": 1,
  "go-mod-missing": 1,
  "go-mod-invalid": 1,
  "go-no-main-package": 1,
  "go-missing": 1,
  "go-too-old": 1,
  "toolchain-unavailable": 1,
  "toolchain-not-trusted": 1,
  "tool-not-found": 1,
  "tool-failed": 1,
  locked: 1,
  "target-unknown": 2,
  "target-impossible": 2,
  "build-config-invalid": 2,
  "build-failed": 1,
  "build-not-main": 1,
  "cgo-compiler-missing": 1,
  "cgo-compiler-refused": 2,
  "cgo-framework-missing": 1,
  "gomod-replace": 1,
  "hook-failed": 1,
  "hook-syntax": 2,
  "prebuilt-missing": 1,
  "glob-invalid": 2,
  "file-not-found": 1,
  "binary-unreadable": 1,
  "edit-refused": 1,
  "archive-invalid": 2,
  "archive-failed": 1,
  "checksum-invalid": 2,
  "universal-binary-failed": 1,
  "debug-split-failed": 1,
  "dylib-misplaced": 1,
  "wasm-invalid": 1,
  "wasm-page": 2,
  "port-taken": 1,
  "wasm-too-large": 4,
  "browser-missing": 1,
  "browser-failed": 1,
  "tasks-failed": 1,
  "record-invalid": 2,
  "reproduce-failed": 1,
  "not-reproducible": 3,
  "check-failed": 4,
  "cache-mismatch": 3,
  "shard-empty": 1,
  "shard-missing": 1,
  "shard-invalid": 1,
  "shard-incomplete": 1,
  "shard-damaged": 1,
  "shard-mismatch": 1,
  "shard-gap": 1,
  "shard-overlap": 1,
  "shard-out-foreign": 1,
  "ci-not-started": 1,
  "ci-file-foreign": 1,
  "ci-edits-lost": 1,
  "ci-pins-invalid": 1,
  "ci-pin-unseen": 1,
  "output-not-written": 1,
  "dist-foreign": 1,
  "dist-write": 1,
  "dist-unreadable": 1,
  cancelled: 1,
  timeout: 1,
  internal: 1,
} as const satisfies Record<string, ExitCode>;

/** The closed set of error codes. */
export type ErrorCode = keyof typeof EXIT_CODE_OF;

/** A place in a text file. Lines and columns count from 1; `length` counts UTF-16 units on that line. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly length?: number;
  /** The line itself, so that a reporter can draw a caret without reading the file again. */
  readonly lineText?: string;
}

/** What a reporter needs to explain a failure: what, where, expected, actual, and what to do next. */
export interface ErrorDetails {
  readonly where?: Place;
  /** Further places that the same failure has, each with what is wrong there; `output` tells of them too. */
  readonly also?: readonly { readonly where: Place; readonly message: string }[];
  readonly expected?: string;
  readonly actual?: string;
  /** The next command or change that helps. */
  readonly hint?: string;
  /** The target it is about, in display form; the message names it too. */
  readonly target?: string;
  /** What a tool printed, already stripped of secrets. */
  readonly output?: string;
  /** Other failures reported together with this one. */
  readonly others?: readonly SlipwayError[];
  readonly cause?: unknown;
}

/**
 * The one error class of Slipway. Anything else that is thrown is a bug and is reported as `internal`.
 *
 * Messages are sentences in sentence case without a full stop and quote the values that they name.
 */
export class SlipwayError extends Error {
  override readonly name = "SlipwayError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  get exitCode(): ExitCode {
    return EXIT_CODE_OF[this.code];
  }
}

/** Marks a branch that the type system proves impossible, so that a forgotten union member is a type error. */
export function unreachable(value: never): never {
  throw new Error(`Internal error: unexpected value ${JSON.stringify(value)}`);
}
