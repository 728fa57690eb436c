import type { Raw } from "../schema/project-file.ts";
import type { PolicyLimits, PolicySection } from "../sections/policy.ts";

type RawPolicy = NonNullable<Raw["policy"]>;

/** The `policy` section. */
export function policyOf(raw: Raw["policy"] = {}): PolicySection {
  return {
    ...limitsOf(raw),
    targets: (raw.targets ?? []).map((target) => ({
      ids: target.ids ?? [],
      goos: target.goos ?? [],
      goarch: target.goarch ?? [],
      ...limitsOf(target),
    })),
  };
}

function limitsOf(raw: Omit<RawPolicy, "targets">): PolicyLimits {
  return {
    rules: defined(raw.rules),
    symbols: raw.symbols ?? [],
    libraries: raw.libraries ?? [],
    minimum_os: defined(raw.minimum_os),
    glibc: raw.glibc ?? "",
    libc: raw.libc ?? "",
    max_size: raw.max_size ?? "",
    max_memory: raw.max_memory ?? "",
    ...(raw.arm64_only === undefined ? {} : { arm64_only: raw.arm64_only }),
    wasm_imports: raw.wasm_imports ?? [],
    wasm_features: raw.wasm_features ?? [],
  };
}

/** The keys that are there. An empty word stands for the default. */
function defined<T extends string>(values: Readonly<Record<string, T | undefined>> = {}): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined && entry[1] !== ""),
  );
}
