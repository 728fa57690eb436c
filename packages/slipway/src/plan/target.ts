/** One platform a program is built for. `variant` is the micro-architecture (`v1`, `6`, `softfloat`, `sse2`). */
export interface Target {
  readonly os: string;
  readonly arch: string;
  readonly variant?: string;
  /** The float ABI that GOARM may carry (`7,softfloat`). */
  readonly abi?: string;
}

/** The display form: `darwin/arm64/v8.0`, `linux/arm/7`, `js/wasm`. */
export function formatTarget(target: Target): string {
  const variant = [target.variant, target.abi].filter(Boolean).join(",");
  return variant ? `${target.os}/${target.arch}/${variant}` : `${target.os}/${target.arch}`;
}
