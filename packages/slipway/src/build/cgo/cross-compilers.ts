import type { Target } from "../../plan/targets/target.ts";

const GNU: Readonly<Record<string, string>> = {
  "386": "i686-linux-gnu",
  amd64: "x86_64-linux-gnu",
  arm64: "aarch64-linux-gnu",
  loong64: "loongarch64-linux-gnu",
  mips: "mips-linux-gnu",
  mips64: "mips64-linux-gnuabi64",
  mips64le: "mips64el-linux-gnuabi64",
  mipsle: "mipsel-linux-gnu",
  ppc64le: "powerpc64le-linux-gnu",
  riscv64: "riscv64-linux-gnu",
  s390x: "s390x-linux-gnu",
};
const MUSL: Readonly<Record<string, string>> = {
  amd64: "x86_64-linux-musl",
  arm64: "aarch64-linux-musl",
  riscv64: "riscv64-linux-musl",
};
const MINGW: Readonly<Record<string, string>> = {
  "386": "i686-w64-mingw32",
  amd64: "x86_64-w64-mingw32",
  arm64: "aarch64-w64-mingw32",
};

/** A C compiler that may be on the PATH, and its C++ sibling. */
export interface NamedCompiler {
  readonly cc: string;
  readonly cxx: string;
  /** What people call it. */
  readonly name: string;
}

/** Compilers for a target by the names that distributions give them, best first. */
export function crossCompilers(
  target: Target,
  host: { readonly os: string; readonly arch: string },
  libc: string,
): NamedCompiler[] {
  const found: NamedCompiler[] = [];
  const gcc = (triple: string | undefined, name: string): void => {
    if (triple === undefined) return;
    found.push({ cc: `${triple}-gcc`, cxx: `${triple}-g++`, name });
    // llvm-mingw has clang under the same triples.
    if (name === "mingw-w64") found.push({ cc: `${triple}-clang`, cxx: `${triple}-clang++`, name: "llvm-mingw" });
  };
  const native = target.os === host.os && target.arch === host.arch;
  if (target.os === "windows") gcc(MINGW[target.arch], "mingw-w64");
  if (target.os === "linux" && libc === "musl") {
    gcc(MUSL[target.arch], "gcc for musl");
    if (native) found.push({ cc: "musl-gcc", cxx: "musl-g++", name: "musl-gcc" });
    return found;
  }
  if (target.os === "linux") {
    gcc(target.arch === "arm" ? armTriple(target) : GNU[target.arch], "gcc cross compiler");
  }
  if (native) {
    found.push({ cc: "gcc", cxx: "g++", name: "gcc" }, { cc: "clang", cxx: "clang++", name: "clang" });
    // A Mac's gcc is clang under another name.
    if (target.os === "darwin") found.reverse();
  } else if (target.os === "darwin" && host.os === "darwin") {
    const arch = target.arch === "amd64" ? "x86_64" : target.arch;
    found.push({ cc: `clang -arch ${arch}`, cxx: `clang++ -arch ${arch}`, name: "clang" });
  }
  return found;
}

function armTriple(target: Target): string {
  const soft = target.abi === "softfloat" || (target.variant === "5" && target.abi !== "hardfloat");
  return soft ? "arm-linux-gnueabi" : "arm-linux-gnueabihf";
}
