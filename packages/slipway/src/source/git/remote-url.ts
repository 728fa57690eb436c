/**
 * The remote's address as templates and records may show it: user name, password and token cut off.
 * `git@host:owner/name` stays as it is, since `git` is no secret there.
 */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/@]*@)+/i, (whole, scheme: string, user: string) =>
    /^ssh|^git\+ssh/i.test(scheme) && !user.includes(":") ? whole : scheme,
  );
}

/**
 * The repository's name in a remote address, as GoReleaser reads it (`internal/git/config.go`); `undefined` when the
 * address has no owner and name.
 */
export function repositoryName(url: string): string | undefined {
  let text = url.trim();
  if (text.endsWith(".git")) text = text.slice(0, -4);
  if (text.split(":").length === 2) text = text.slice(text.lastIndexOf(":") + 1);
  text = text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").replace(/^\/\/[^/]*/, "");
  const parts = text
    .replace(/[?#].*$/s, "")
    .replace(/^\//, "")
    .split("/");
  if (parts.length < 2 || parts[0] === "") return undefined;
  const name = parts.at(-1);
  // A clone of "." has an address that ends in one; files cannot be called that.
  return name === undefined || ["", ".", ".."].includes(name) ? undefined : name;
}
