import { unquotePrefix } from "./unquote.ts";

/** A module as the go command recorded it; `sum` is its `h1:` directory hash. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
  readonly replace?: GoModule;
}

export interface GoSetting {
  readonly key: string;
  readonly value: string;
}

/** What `go version -m` shows, without the Go version. */
export interface GoModuleInfo {
  /** Package path of the main package. */
  readonly path: string;
  readonly main: GoModule | undefined;
  readonly deps: readonly GoModule[];
  /** In the order of the file. */
  readonly settings: readonly GoSetting[];
}

/**
 * Parses the text that the linker stores (`runtime/debug.ParseBuildInfo` in Go's source).
 *
 * A line that cannot be right is passed over: the rest is still worth having. `undefined` values never come out of it.
 */
export function parseModuleInfo(text: string): GoModuleInfo {
  let path = "";
  let main: GoModule | undefined;
  const deps: GoModule[] = [];
  const settings: GoSetting[] = [];
  let last: "main" | "dep" | undefined;
  for (const line of text.split("\n")) {
    const [word, ...columns] = line.split("\t");
    if (word === "path") path = columns.join("\t");
    else if (word === "mod") {
      main = moduleOf(columns);
      last = "main";
    } else if (word === "dep") {
      deps.push(moduleOf(columns));
      last = "dep";
    } else if (word === "=>") {
      const replace = moduleOf(columns);
      if (last === "main" && main !== undefined) main = { ...main, replace };
      if (last === "dep") deps.push({ ...deps.pop()!, replace });
      last = undefined;
    } else if (word === "build") {
      const setting = parseSetting(columns.join("\t"));
      if (setting !== undefined) settings.push(setting);
    }
  }
  return { path, main, deps, settings };
}

function moduleOf([path = "", version = "", sum = ""]: readonly string[]): GoModule {
  return { path, version, sum };
}

function parseSetting(text: string): GoSetting | undefined {
  const quotedKey = unquotePrefix(text);
  const end = quotedKey === undefined ? text.indexOf("=") : quotedKey.length;
  if (end <= 0 || text[end] !== "=") return undefined;
  const rest = text.slice(end + 1);
  const value = rest.startsWith('"') || rest.startsWith("`") ? unquotePrefix(rest)?.value : rest;
  return value === undefined ? undefined : { key: quotedKey?.value ?? text.slice(0, end), value };
}
