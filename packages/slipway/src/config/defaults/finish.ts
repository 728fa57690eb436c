import type { Raw } from "../schema/project-file.ts";
import type { GoMod, UniversalBinary, Upx } from "../sections/finish.ts";
import { hookPairOf } from "./hooks.ts";

/** The entries of `universal_binaries`. */
export function universalBinariesOf(raw: Raw["universal_binaries"], projectName: string): UniversalBinary[] {
  return (raw ?? []).map((entry) => {
    const id = entry.id || projectName;
    return {
      id,
      ids: entry.ids?.length ? entry.ids : [id],
      name_template: entry.name_template || "{{ .ProjectName }}",
      replace: entry.replace ?? false,
      hooks: hookPairOf(entry.hooks),
      mod_timestamp: entry.mod_timestamp ?? "",
    };
  });
}

/** The entries of `upx`. */
export function upxOf(raw: Raw["upx"]): Upx[] {
  return (raw ?? []).map((entry) => ({
    enabled: entry.enabled ?? "",
    ids: entry.ids ?? [],
    goos: entry.goos ?? [],
    goarch: entry.goarch ?? [],
    goarm: entry.goarm ?? [],
    goamd64: entry.goamd64 ?? [],
    binary: entry.binary || "upx",
    compress: entry.compress ?? "",
    lzma: entry.lzma ?? false,
    brute: entry.brute ?? false,
  }));
}

/** The `gomod` section. */
export function goModOf(raw: Raw["gomod"]): GoMod {
  return {
    proxy: raw?.proxy ?? false,
    env: raw?.env ?? [],
    gobinary: raw?.gobinary || "go",
    mod: raw?.mod ?? "",
    dir: raw?.dir ?? "",
  };
}
