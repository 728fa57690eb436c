/** The name `go build` gives a program: the last element of its import path, or the one before a `v2`. */
export function programName(importPath: string): string {
  const parts = importPath.split("/");
  const last = parts.at(-1) ?? importPath;
  return parts.length > 1 && /^v(?:[2-9]|[1-9][0-9]+)$/.test(last) ? (parts.at(-2) ?? last) : last;
}
