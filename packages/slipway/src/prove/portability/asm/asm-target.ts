import type { AsmDialect } from "./asm-source.ts";

/** What assembly depends on. */
export interface AsmTarget {
  readonly name: string;
  readonly os: string;
  readonly arch: string;
}

/** Names that the target's assembler or C compiler defines. */
export function asmDefines({ os, arch }: AsmTarget, dialect: AsmDialect): ReadonlyMap<string, string> {
  if (dialect === "go") {
    return new Map([
      [`GOOS_${os}`, "1"],
      [`GOARCH_${arch}`, "1"],
    ]);
  }
  const names = ["__ASSEMBLER__", "__GNUC__", "__LITTLE_ENDIAN__"];
  if (arch === "arm64") names.push("__aarch64__", "__ARM_NEON", "__AARCH64EL__", "__LP64__");
  if (arch === "arm64" && isApple(os)) names.push("__arm64__", "__arm64");
  if (arch === "amd64") names.push("__x86_64__", "__x86_64", "__amd64__", "__LP64__");
  if (arch === "arm") names.push("__arm__");
  if (arch === "386") names.push("__i386__");
  if (isApple(os)) names.push("__APPLE__", "__MACH__");
  else if (os === "windows") names.push("_WIN32", "_WIN64", "__MINGW32__", "__MINGW64__", "WIN32");
  else names.push("__ELF__", "__unix__", "__unix");
  if (os === "linux" || os === "android") names.push("__linux__", "__linux", "linux", "__gnu_linux__");
  if (os === "android") names.push("__ANDROID__");
  if (os === "freebsd") names.push("__FreeBSD__");
  if (os === "netbsd") names.push("__NetBSD__");
  if (os === "openbsd") names.push("__OpenBSD__");
  return new Map(names.map((name) => [name, "1"]));
}

/** Whether a system links Mach-O, with Apple's rules. */
export function isApple(os: string): boolean {
  return os === "darwin" || os === "ios";
}
