/** One platform a program is built for. `variant` is the micro-architecture (`v1`, `6`, `softfloat`, `sse2`). */
export interface Target {
  readonly os: string;
  readonly arch: string;
  readonly variant?: string;
  /** The float ABI that GOARM may carry (`7,softfloat`). */
  readonly abi?: string;
}

/** Variant and ABI as the toolchain's variable holds them: `v1`, `7,softfloat`, or `""`. */
export function variantOf(target: Target): string {
  return [target.variant, target.abi].filter(Boolean).join(",");
}

/** The display form: `darwin/arm64/v8.0`, `linux/arm/7`, `js/wasm`. */
export function formatTarget(target: Target): string {
  const variant = variantOf(target);
  return variant ? `${target.os}/${target.arch}/${variant}` : `${target.os}/${target.arch}`;
}

/** GoReleaser's form, which names folders of dist: `linux_amd64_v1`, `linux_arm_6`, `js_wasm`. */
export function formatTargetName(target: Target): string {
  const variant = variantOf(target);
  return variant ? `${target.os}_${target.arch}_${variant}` : `${target.os}_${target.arch}`;
}

/** Whether two targets are the same platform and variant. */
export function sameTarget(a: Target, b: Target): boolean {
  return a.os === b.os && a.arch === b.arch && variantOf(a) === variantOf(b);
}
