import { Reader } from "../reader.ts";
import { readWasmPreamble } from "./wasm-module.ts";

/** A part of a component: section id 1 is a core module, 4 a nested component, 0 custom. */
export interface WasmComponentPart {
  readonly id: number;
  readonly offset: number;
  readonly size: number;
}

/** A WebAssembly component, recognised and cut into its parts; what they mean is left to the component tools. */
export class WasmComponent {
  readonly format = "wasm-component";
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly parts: readonly WasmComponentPart[];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const reader = new Reader(bytes);
    const preamble = readWasmPreamble(bytes);
    if (preamble.layer !== 1) throw reader.fault("layer", `${preamble.layer}`, "1", 6);
    this.version = preamble.version;
    const parts: WasmComponentPart[] = [];
    reader.seek(8, "section");
    while (reader.remaining > 0) {
      const id = reader.u8("section id");
      const size = reader.uleb32("section size");
      parts.push({ id, offset: reader.position, size });
      reader.skip(size, "section size");
    }
    this.parts = parts;
  }
}
