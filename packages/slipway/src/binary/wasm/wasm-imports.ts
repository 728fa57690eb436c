import type { Reader } from "../reader.ts";
import { readGlobalType, readLimits, readTableType } from "./wasm-types.ts";
import type { WasmGlobal, WasmLimits, WasmTable } from "./wasm-types.ts";

export type WasmExternalKind = "function" | "table" | "memory" | "global" | "tag";

/** Something that the host must give; `function` and `tag` name a type by index. */
export type WasmImport = { readonly module: string; readonly name: string } & (
  | { readonly kind: "function"; readonly type: number }
  | { readonly kind: "tag"; readonly type: number }
  | { readonly kind: "table"; readonly table: WasmTable }
  | { readonly kind: "memory"; readonly memory: WasmLimits }
  | { readonly kind: "global"; readonly global: WasmGlobal }
);

/** Something that the module gives to its host. */
export interface WasmExport {
  readonly name: string;
  readonly kind: WasmExternalKind;
  readonly index: number;
}

const KINDS: readonly WasmExternalKind[] = ["function", "table", "memory", "global", "tag"];

/** Reads a name: a length in bytes and UTF-8. */
export function readName(reader: Reader, field: string): string {
  return new TextDecoder().decode(reader.take(reader.uleb32(field), field));
}

/** Reads the import section. @throws FormatError */
export function readImportSection(reader: Reader): readonly WasmImport[] {
  const count = reader.uleb32("import count");
  reader.count(count, 4, "import count");
  return Array.from({ length: count }, (): WasmImport => {
    const module = readName(reader, "import module");
    const name = readName(reader, "import name");
    const at = reader.position;
    const kind = KINDS[reader.u8("import kind")];
    switch (kind) {
      case "function":
        return { module, name, kind, type: reader.uleb32("import type") };
      case "table":
        return { module, name, kind, table: readTableType(reader) };
      case "memory":
        return { module, name, kind, memory: readLimits(reader) };
      case "global":
        return { module, name, kind, global: readGlobalType(reader) };
      case "tag":
        reader.skip(1, "tag attribute");
        return { module, name, kind, type: reader.uleb32("tag type") };
      default:
        throw reader.fault("import kind", `${reader.bytes[at]}`, "0 to 4", at);
    }
  });
}

/** Reads the export section. @throws FormatError */
export function readExportSection(reader: Reader): readonly WasmExport[] {
  const count = reader.uleb32("export count");
  reader.count(count, 3, "export count");
  return Array.from({ length: count }, () => {
    const name = readName(reader, "export name");
    const at = reader.position;
    const kind = KINDS[reader.u8("export kind")];
    if (kind === undefined) throw reader.fault("export kind", `${reader.bytes[at]}`, "0 to 4", at);
    return { name, kind, index: reader.uleb32("export index") };
  });
}
