/** What stands above and in the package clause of a Go file. */
export interface GoFileHead {
  readonly packageName: string;
  /** The build constraint as one expression, when there is one. */
  readonly constraint?: string;
}

/**
 * Reads a Go file up to its package clause. `undefined` when there is none in `text`, which may be the beginning of a
 * longer file.
 */
export function readGoFileHead(text: string): GoFileHead | undefined {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let constraint: string | undefined;
  const plusBuild: string[] = [];
  for (;;) {
    const space = /[ \t\r\n]*/y;
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    if (text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      if (end === -1) return undefined;
      const line = text.slice(at, end).trimEnd();
      const build = /^\/\/go:build[ \t]+(.*)$/.exec(line);
      if (build) constraint ??= build[1] ?? "";
      const old = /^\/\/[ \t]*\+build[ \t]+(.*)$/.exec(line);
      if (old) plusBuild.push(old[1] ?? "");
      at = end + 1;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end === -1) return undefined;
      at = end + 2;
    } else break;
  }
  const clause = /package(?:[ \t\r\n]|\/\*[^]*?\*\/)+([\p{L}_][\p{L}\p{N}_]*)/uy;
  clause.lastIndex = at;
  const found = clause.exec(text);
  if (!found) return undefined;
  // Go reads `// +build` lines only in files without a `//go:build` line.
  const old = plusBuild.length === 0 ? undefined : plusBuild.map(plusBuildExpression).join(" && ");
  const expression = constraint ?? old;
  return { packageName: found[1] ?? "", ...(expression === undefined ? {} : { constraint: expression }) };
}

/** `linux,386 darwin` means `(linux && 386 || darwin)`. */
function plusBuildExpression(line: string): string {
  const options = line
    .split(/[ \t]+/)
    .filter(Boolean)
    .map((option) => option.split(",").join(" && "));
  return `(${options.join(" || ")})`;
}
