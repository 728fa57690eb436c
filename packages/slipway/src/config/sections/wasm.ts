/** One entry of `wasm`: what is made of programs for the web. */
export interface WasmSection {
  readonly ids: readonly string[];
  /** Flags of wasm-opt; empty: it is not run. */
  readonly opt: readonly string[];
  readonly bundle: "none" | "zip" | "tar.gz" | "npm";
  readonly name_template: string;
  readonly page: string;
  readonly assets: string;
  readonly source: string;
  readonly package: string;
  readonly compress: boolean;
}
