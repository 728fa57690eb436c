import type { FormatFacts } from "./inspect-elf.ts";
import type { Tolerate } from "./inspect-go.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";

export function inspectWasm(module: WasmModule, tolerate: Tolerate): FormatFacts {
  const imports = tolerate(() => module.imports, []);
  const counts = new Map<string, number>();
  for (const each of imports) counts.set(each.module, (counts.get(each.module) ?? 0) + 1);
  const imported = imports.flatMap((each) => (each.kind === "memory" ? [each.memory] : []));
  const memory = imported[0] ?? tolerate(() => module.memories, [])[0];
  return {
    kind: "module",
    bits: 32,
    endian: "little",
    libraries: [...counts].map(([name, count]) => ({ name, imports: count })),
    sections: module.sections.map(({ name, size, offset }) => ({ name, size, offset })),
    signature: null,
    details: {
      memory:
        memory === undefined
          ? null
          : {
              minimumPages: Number(memory.minimum),
              maximumPages: memory.maximum === undefined ? null : Number(memory.maximum),
              shared: memory.shared,
              imported: imported.length > 0,
            },
      imports: imports.map(({ module: host, name, kind }) => ({ module: host, name, kind })),
      exports: tolerate(() => module.exports, []).map(({ name, kind }) => ({ name, kind })),
      functions: tolerate(() => module.functions.length, 0),
      features: tolerate(() => module.targetFeatures, []).map(({ prefix, name }) => `${prefix}${name}`),
      producers: tolerate(() => Object.entries(module.producers), []).flatMap(([field, values]) =>
        values.map(({ name, version }) => ({ field, name, version })),
      ),
      debugInfo: module.sections.some((section) => section.name === ".debug_info"),
    },
  };
}
