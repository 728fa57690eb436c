import type { Raw } from "../schema/project-file.ts";
import type { WasmSection } from "../sections/wasm.ts";

/** The entries of `wasm`. */
export function wasmOf(raw: Raw["wasm"] = []): WasmSection[] {
  return raw.map((entry) => ({
    ids: entry.ids ?? [],
    opt: entry.opt ?? [],
    bundle: entry.bundle ?? "none",
    name_template: entry.name_template || "{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_web",
    page: entry.page ?? "",
    assets: entry.assets ?? "",
    source: entry.source || ".",
    package: entry.package || "{{ .ProjectName }}",
    compress: entry.compress ?? true,
  }));
}
