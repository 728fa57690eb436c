import { CodeFeatures } from "./wasm-code-features.ts";
import type { WasmModule } from "./wasm-module.ts";

/**
 * What a module asks of its engine beyond WebAssembly 1.0, by the names of the tool conventions. Found in the code itself:
 * Go writes no `target_features`.
 *
 * @throws FormatError
 */
export function wasmFeatures(module: WasmModule): ReadonlySet<string> {
  const features = new Set<string>();
  const memories = [
    ...module.imports.flatMap((each) => (each.kind === "memory" ? [each.memory] : [])),
    ...module.memories,
  ];
  if (memories.length > 1) features.add("multimemory");
  if (memories.some((memory) => memory.shared)) features.add("atomics");
  if (memories.some((memory) => memory.address === "i64")) features.add("memory64");
  if (module.tagCount > 0) features.add("exception-handling");
  if (module.dataCount !== undefined) features.add("bulk-memory");
  if (module.types.some((type) => type === undefined)) features.add("gc");
  if (module.types.some((type) => (type?.results.length ?? 0) > 1)) features.add("multivalue");
  new CodeFeatures(module.bytes, features).readBodies(module.code);
  return features;
}
