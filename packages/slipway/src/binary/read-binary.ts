import { ArArchive } from "./ar/ar-archive.ts";
import { detectFormat } from "./detect-format.ts";
import { ElfFile } from "./elf/elf-file.ts";
import { FormatError } from "./format-error.ts";
import { FatFile } from "./macho/fat-file.ts";
import { MachoFile } from "./macho/macho-file.ts";
import { PeFile } from "./pe/pe-file.ts";
import { Plan9File } from "./plan9/plan9-file.ts";
import { WasmComponent } from "./wasm/wasm-component.ts";
import { WasmModule } from "./wasm/wasm-module.ts";
import { XcoffFile } from "./xcoff/xcoff-file.ts";

/** Any binary, told apart by `format`. */
export type Binary =
  | ElfFile
  | PeFile
  | MachoFile
  | FatFile
  | WasmModule
  | WasmComponent
  | ArArchive
  | XcoffFile
  | Plan9File;

/** A binary that is one program or library for one machine: everything but archives, fat files and components. */
export type Program = ElfFile | PeFile | MachoFile | WasmModule | XcoffFile | Plan9File;

/**
 * Reads a binary of any format, by content.
 *
 * @throws FormatError when the bytes are no known binary, or a damaged one
 * @example
 * const binary = readBinary(bytes);
 * if (binary.format === "elf") console.log(binary.dynamic?.needed);
 */
export function readBinary(bytes: Uint8Array): Binary {
  const format = detectFormat(bytes);
  switch (format) {
    case "elf":
      return new ElfFile(bytes);
    case "pe":
      return new PeFile(bytes);
    case "macho":
      return new MachoFile(bytes);
    case "macho-fat":
      return new FatFile(bytes);
    case "wasm":
      return new WasmModule(bytes);
    case "wasm-component":
      return new WasmComponent(bytes);
    case "ar":
      return new ArArchive(bytes);
    case "xcoff":
      return new XcoffFile(bytes);
    case "plan9":
      return new Plan9File(bytes);
    default:
      throw new FormatError({
        offset: 0,
        field: "magic",
        found:
          Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ") || "an empty file",
        expected: "an ELF, PE, Mach-O, WebAssembly, ar, XCOFF or Plan 9 binary",
      });
  }
}

/** Tells whether a binary is one program. */
export function isProgram(binary: Binary): binary is Program {
  return binary.format !== "macho-fat" && binary.format !== "ar" && binary.format !== "wasm-component";
}
