import type { Target } from "./target.ts";

/** The container that Go's linker writes for a target. */
export interface ObjectFormat {
  readonly name: "ELF" | "Mach-O" | "PE" | "WebAssembly" | "XCOFF" | "Plan 9 a.out";
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
}

const BITS_32 = new Set(["386", "arm", "mips", "mipsle", "sparc"]);
const BIG = new Set(["mips", "mips64", "ppc64", "s390x", "sparc", "sparc64"]);

/** The object format of a target's programs. */
export function objectFormat(target: Target): ObjectFormat {
  const bits = BITS_32.has(target.arch) || target.arch === "wasm" ? 32 : 64;
  const order = BIG.has(target.arch) ? "big" : "little";
  if (target.arch === "wasm") return { name: "WebAssembly", bits, order };
  switch (target.os) {
    case "darwin":
    case "ios":
      return { name: "Mach-O", bits, order };
    case "windows":
      return { name: "PE", bits, order };
    case "aix":
      return { name: "XCOFF", bits, order: "big" };
    case "plan9":
      // The header of a.out is big-endian on every chip.
      return { name: "Plan 9 a.out", bits, order: "big" };
    default:
      return { name: "ELF", bits, order };
  }
}
