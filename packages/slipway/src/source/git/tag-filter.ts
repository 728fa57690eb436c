/** Which tags count, after templates are filled in. */
export interface TagFilter {
  /** Tags, or patterns of tags, that do not count. */
  readonly ignoreTags: readonly string[];
  /** Beginnings of tags that do not count. */
  readonly ignorePrefixes: readonly string[];
  /** `monorepo.tag_prefix`: only tags that begin so count. */
  readonly prefix: string;
}

/** Whether a tag counts. Ignored names may be given with or without the monorepo prefix. */
export function tagCounts(tag: string, filter: TagFilter): boolean {
  if (!tag.startsWith(filter.prefix)) return false;
  const short = tag.slice(filter.prefix.length);
  if (filter.ignorePrefixes.some((prefix) => prefix !== "" && tag.startsWith(prefix))) return false;
  return !filter.ignoreTags.some((pattern) => pattern !== "" && (matches(pattern, tag) || matches(pattern, short)));
}

/** The same as arguments of `git describe`. */
export function describeArguments(filter: TagFilter): string[] {
  const { prefix } = filter;
  const excluded = filter.ignoreTags.filter(Boolean);
  return [
    ...(prefix === "" ? [] : [`--match=${literal(prefix)}*`]),
    ...filter.ignorePrefixes.filter(Boolean).map((ignored) => `--exclude=${literal(ignored)}*`),
    ...excluded.map((pattern) => `--exclude=${pattern}`),
    ...(prefix === "" ? [] : excluded.map((pattern) => `--exclude=${literal(prefix)}${pattern}`)),
  ];
}

function literal(text: string): string {
  return text.replace(/[*?[\\]/g, "\\$&");
}

/** Git's wildmatch without path rules: `*` also matches `/`, as in `git describe --match`. */
function matches(pattern: string, tag: string): boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (char === "\\" && at + 1 < pattern.length) source += quote(pattern[++at] ?? "");
    else if (char === "[") {
      const end = pattern.indexOf("]", at + 2);
      if (end === -1) return pattern === tag;
      const body = pattern
        .slice(at + 1, end)
        .replace(/^!/, "^")
        .replace(/[\\\]]/g, "\\$&");
      source += `[${body}]`;
      at = end;
    } else source += quote(char);
  }
  try {
    return new RegExp(`^${source}$`, "s").test(tag);
  } catch {
    return pattern === tag;
  }
}

function quote(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
