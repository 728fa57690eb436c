/**
 * The package of a function by its linker name: `net/http.(*Server).Serve` is in `net/http`,
 * `example.com/x%2ey.F[go.shape.int]` in `example.com/x.y`, `type:.eq.net/url.URL` in `net/url`. Names that the linker or
 * compiler made for no package in particular have the empty package.
 */
export function packagePathOf(name: string): string {
  let rest = name;
  const generated = /^type[:.]\.(?:eq|hash)\.(.*)$/.exec(rest);
  if (generated !== null) rest = generated[1]!.replace(/^(?:\[\d*\]|\*)+/, "");
  else if (/^(?:type|go|_cgo|x_cgo)[:._]/.test(rest)) return "";
  const bracket = rest.indexOf("[");
  if (bracket >= 0) rest = rest.slice(0, bracket);
  // A closure or wrapper of a struct type: nothing to name.
  if (rest.startsWith("struct {") || rest.includes(" ")) return "";
  const slash = rest.lastIndexOf("/");
  const dot = rest.indexOf(".", slash + 1);
  if (dot < 0) return "";
  return unescapePath(rest.slice(0, dot));
}

/** The compiler writes bytes that would be ambiguous as `%xx` (`objabi.PathToPrefix`). */
function unescapePath(path: string): string {
  return path.includes("%")
    ? path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : path;
}
