const SYSTEMS: Readonly<Record<string, string>> = {
  aix: "AIX",
  android: "Android",
  darwin: "macOS",
  dragonfly: "DragonFly BSD",
  freebsd: "FreeBSD",
  illumos: "illumos",
  ios: "iOS",
  js: "JavaScript hosts",
  linux: "Linux",
  netbsd: "NetBSD",
  openbsd: "OpenBSD",
  plan9: "Plan 9",
  solaris: "Solaris",
  wasip1: "WASI hosts",
  windows: "Windows",
};

const PROCESSORS: Readonly<Record<string, string>> = {
  "386": "32-bit x86",
  all: "all its processors",
  amd64: "64-bit x86",
  arm: "32-bit ARM",
  arm64: "64-bit ARM",
  loong64: "LoongArch",
  ppc64: "POWER",
  ppc64le: "POWER, little-endian",
  riscv64: "RISC-V",
  s390x: "IBM Z",
};

/** A target in words: `darwin/arm64` is `macOS on 64-bit ARM`. */
export function targetWords(target: string): string {
  const [os = "", arch = ""] = target.split("/");
  const system = SYSTEMS[os] ?? os;
  return arch === "wasm" ? system : `${system} on ${PROCESSORS[arch] ?? arch}`;
}
