const OS: Readonly<Record<string, string>> = { win32: "windows", sunos: "solaris" };
const ARCH: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", mipsel: "mipsle", ppc64: "ppc64" };

/** Node's names of a host (`win32`, `x64`) as GOOS and GOARCH (`windows`, `amd64`). */
export function goHost(
  platform: string,
  arch: string,
  endianness: "BE" | "LE" = "LE",
): { readonly os: string; readonly arch: string } {
  const name = ARCH[arch] ?? arch;
  return { os: OS[platform] ?? platform, arch: name === "ppc64" && endianness === "LE" ? "ppc64le" : name };
}
