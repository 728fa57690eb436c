import type { Target } from "../../plan/targets/target.ts";

const ARCH: Readonly<Record<string, string>> = {
  "386": "x86",
  amd64: "x86_64",
  arm: "arm",
  arm64: "aarch64",
  loong64: "loongarch64",
  mips: "mips",
  mipsle: "mipsel",
  ppc64le: "powerpc64le",
  riscv64: "riscv64",
  s390x: "s390x",
};

/** The oldest glibc that a program asks for: old enough for every living system, or the first that knows the chip. */
const GLIBC: Readonly<Record<string, string>> = { riscv64: "2.27", loong64: "2.36" };

/** The oldest macOS that current Go programs start on. */
const MACOS = "12.0";

/** What a zig target depends on besides the platform. */
export interface ZigTargetOptions {
  /** `""`, `gnu`, `gnu.2.17`, `musl`. */
  readonly libc: string;
  /** Deployment target, `12.0`. */
  readonly macos?: string | undefined;
}

/** zig's name of a target (`x86_64-linux-gnu.2.17`), or `undefined` where zig has no C library for it. */
export function zigTarget(target: Target, options: ZigTargetOptions): string | undefined {
  const arch = ARCH[target.arch];
  if (arch === undefined) return undefined;
  switch (target.os) {
    case "linux": {
      const float =
        target.arch === "arm"
          ? isSoftFloat(target)
            ? "eabi"
            : "eabihf"
          : target.arch.startsWith("mips")
            ? target.variant === "softfloat"
              ? "eabi"
              : "eabihf"
            : "";
      const [family, version] = split(options.libc === "" ? "gnu" : options.libc);
      if (family === "musl") return `${arch}-linux-musl${float}`;
      return `${arch}-linux-${family}${float}.${version ?? GLIBC[target.arch] ?? "2.17"}`;
    }
    case "windows":
      return ["386", "amd64", "arm64"].includes(target.arch) ? `${arch}-windows-gnu` : undefined;
    case "darwin":
      return `${arch}-macos.${options.macos || MACOS}`;
    default:
      return undefined;
  }
}

function isSoftFloat(target: Target): boolean {
  return target.abi === "softfloat" || (target.variant === "5" && target.abi !== "hardfloat");
}

function split(libc: string): [string, string | undefined] {
  const dot = libc.indexOf(".");
  return dot < 0 ? [libc, undefined] : [libc.slice(0, dot), libc.slice(dot + 1)];
}
