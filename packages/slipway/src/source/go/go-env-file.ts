/**
 * Reads a file that `go env -w` writes (and `GOROOT/go.env`), as `cmd/go/internal/cfg.readEnvFile` does: `KEY=value`
 * lines, nothing unquoted, lines that do not start with a letter or `_` are comments, a later line wins.
 */
export function parseGoEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const row of text.split("\n")) {
    const line = row.endsWith("\r") ? row.slice(0, -1) : row;
    const equals = line.indexOf("=");
    if (equals < 1 || !/^[A-Za-z_]/.test(line)) continue;
    values[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return { ...values };
}

/**
 * Where `go env -w` keeps its file: `GOENV` when set (`off` means none), else the user's configuration folder.
 * `undefined` when there is none.
 */
export function goEnvFile(env: Readonly<Record<string, string>>, os: string): string | undefined {
  if (env["GOENV"] === "off") return undefined;
  if (env["GOENV"]) return env["GOENV"];
  const folder = userConfigFolder(env, os);
  return folder === undefined
    ? undefined
    : `${folder}${os === "windows" ? "\\" : "/"}go${os === "windows" ? "\\" : "/"}env`;
}

/** Go's `os.UserConfigDir`. */
function userConfigFolder(env: Readonly<Record<string, string>>, os: string): string | undefined {
  if (os === "windows") return env["AppData"] ?? env["APPDATA"];
  const home = env["HOME"];
  if (os === "darwin") return home ? `${home}/Library/Application Support` : undefined;
  if (env["XDG_CONFIG_HOME"]?.startsWith("/")) return env["XDG_CONFIG_HOME"];
  return home ? `${home}/.config` : undefined;
}
