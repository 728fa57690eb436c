import type { PinnedAction } from "./actions.ts";
import type { Pipeline } from "./pipeline.ts";

/** Lines of YAML, indented as if they began at the margin. */
export type Lines = readonly string[];

/** Indents lines by levels of two spaces; empty ones stay empty. */
export function indent(levels: number, lines: Lines): string[] {
  return lines.map((line) => (line === "" ? "" : "  ".repeat(levels) + line));
}

/** `uses:` with the commit, and the version beside it. @throws Error (a bug) for an action that is in no table. */
export function uses(repository: string, actions: readonly PinnedAction[]): string {
  const action = actions.find((each) => each.repository === repository);
  if (action === undefined) throw new Error(`Internal error: the action "${repository}" is not pinned`);
  return `uses: ${action.repository}@${action.commit} # ${action.version}`;
}

/** A step that runs lines of a POSIX shell; `env` carries what would else be pasted into the script. */
export function script(name: string, lines: Lines, env: Readonly<Record<string, string>> = {}): string[] {
  return [
    `- name: ${name}`,
    ...(Object.keys(env).length === 0
      ? []
      : ["  env:", ...Object.entries(env).map(([key, value]) => `    ${key}: ${value}`)]),
    "  run: |",
    ...indent(2, lines),
  ];
}

/** The checkout with its whole history, which versions are read from. Its token is not left behind. */
export function checkout(actions: readonly PinnedAction[], ref?: string): string[] {
  return [
    "- name: Check out",
    `  ${uses("actions/checkout", actions)}`,
    "  with:",
    "    fetch-depth: 0",
    "    persist-credentials: false",
    ...(ref === undefined ? [] : [`    ref: ${ref}`]),
  ];
}

/** Go. No cache: what a pull request can write must never reach a release. */
export function setUpGo({ goFile }: Pipeline, actions: readonly PinnedAction[], version?: string): string[] {
  const file = goFile.replaceAll("'", "''");
  return [
    "- name: Set up Go",
    `  ${uses("actions/setup-go", actions)}`,
    "  with:",
    ...(version === undefined
      ? [`    go-version-file: ${yamlText(goFile)}`]
      : [`    go-version: ${version}`, `    go-version-file: \${{ matrix.go == '' && '${file}' || '' }}`]),
    "    cache: false",
  ];
}

/** A machine on which `slipway` is a command: Node, Go, and a launcher for whatever the project file says runs Slipway. */
export function prepare(pipeline: Pipeline, actions: readonly PinnedAction[]): string[] {
  return [
    ...checkout(actions),
    "- name: Set up Node",
    `  ${uses("actions/setup-node", actions)}`,
    "  with:",
    "    node-version: 24",
    "    package-manager-cache: false",
    ...setUpGo(pipeline, actions),
    ...launcher(pipeline),
  ];
}

/** A C compiler for every target, in a folder of its own: the machine's Python stays as it is. */
export function setUpZig(): string[] {
  return script("Get zig, a C compiler for every target", [
    'python3 -m venv "$RUNNER_TEMP/zig"',
    `"$RUNNER_TEMP/zig/bin/python" -m pip install --disable-pip-version-check --quiet ziglang==${ZIG_VERSION}`,
    'echo "$RUNNER_TEMP/zig/bin" >> "$GITHUB_PATH"',
  ]);
}

/** The version that C programs were built with in the tests. */
export const ZIG_VERSION = "0.17.1";

/** The one step that knows where Slipway comes from. */
export function launcher({ slipway }: Pipeline): string[] {
  return script(
    "Get Slipway",
    [
      'mkdir -p "$RUNNER_TEMP/slipway"',
      `printf '#!/bin/sh\\nexec %s "$@"\\n' "$SLIPWAY" > "$RUNNER_TEMP/slipway/slipway"`,
      'chmod +x "$RUNNER_TEMP/slipway/slipway"',
      'echo "$RUNNER_TEMP/slipway" >> "$GITHUB_PATH"',
      '"$RUNNER_TEMP/slipway/slipway" --version',
    ],
    { SLIPWAY: yamlText(slipway) },
  );
}

/** Keeps a file for later jobs. A tar in it keeps the modes that the service's own zip would lose. */
export function upload(name: string, path: string, actions: readonly PinnedAction[], days = 3): string[] {
  return [
    "- name: Hand on",
    `  ${uses("actions/upload-artifact", actions)}`,
    "  with:",
    `    name: ${name}`,
    `    path: ${path}`,
    "    if-no-files-found: error",
    `    retention-days: ${days}`,
  ];
}

/** Fetches what earlier jobs handed on, into a folder for each artifact; all of it without a pattern. */
export function download(pattern: string | undefined, path: string, actions: readonly PinnedAction[]): string[] {
  return [
    "- name: Take over",
    `  ${uses("actions/download-artifact", actions)}`,
    "  with:",
    ...(pattern === undefined ? [] : [`    pattern: ${pattern}`]),
    `    path: ${path}`,
  ];
}

/** A plain YAML scalar where that is safe, else a quoted one. */
export function yamlText(text: string): string {
  return /^[\w./@-][\w ./@=-]*$/u.test(text) &&
    !/^[-\d.]+$|^(?:true|false|null|yes|no|on|off)$/iu.test(text) &&
    text === text.trim()
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}

/** A word of a POSIX shell's script: as it is where that is safe, else quoted. */
export function shellWord(text: string): string {
  return /^[\w./@=-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command of Slipway as the jobs call it: `words` begin with its name, and the project file follows where it is named. */
export function slipwayLine({ file }: Pipeline, command: string, rest = ""): string {
  const words = ["slipway", command, ...(file === "" ? [] : ["--config", shellWord(file)]), rest];
  return words.filter((word) => word !== "").join(" ");
}

/** What tells the workflow of a project apart from others in its repository: its folder and its file. Empty for the usual one. */
export function pipelineSuffix({ folder, file }: Pick<Pipeline, "folder" | "file">): string {
  const stem = file.replace(/\.ya?ml$/u, "");
  return [folder === "." ? "" : folder, stem]
    .filter((word) => word !== "")
    .map((word) => `-${word.replaceAll(/[^\w.-]+/gu, "-").replaceAll(/^[.-]+|[.-]+$/gu, "")}`)
    .join("");
}
