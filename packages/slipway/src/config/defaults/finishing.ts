import type { Raw } from "../schema/project-file.ts";
import type { Dylib, WindowsResource } from "../sections/finishing.ts";

/** The entries of `dylibs`. */
export function dylibsOf(raw: Raw["dylibs"]): Dylib[] {
  return (raw ?? []).map((entry) => ({
    ids: entry.ids ?? [],
    goos: entry.goos ?? [],
    goarch: entry.goarch ?? [],
    name: entry.name ?? "",
    from: entry.from ?? "",
    copy: entry.copy ?? false,
    path: entry.path ?? "",
    rewrite: entry.rewrite ?? false,
  }));
}

/** The entries of `windows_resources`. */
export function windowsResourcesOf(raw: Raw["windows_resources"]): WindowsResource[] {
  return (raw ?? []).map((entry) => ({
    ids: entry.ids ?? [],
    goarch: entry.goarch ?? [],
    icon: entry.icon ?? "",
    manifest: entry.manifest ?? "",
    version: entry.version || "{{ .Version }}",
    strings: entry.strings ?? {},
  }));
}
