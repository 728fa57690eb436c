import { decodeText } from "../decode-text.ts";
import type { Program } from "../read-binary.ts";
import { indexOfBytes } from "./program-memory.ts";

/**
 * Go's build ID. A program's has four parts, an archive's two: hashes of the inputs of the link (`action`), of the main
 * package's inputs and output, and of the result (`content`). Equal content with another action means that only the
 * inputs differ.
 */
export interface GoBuildId {
  readonly text: string;
  readonly action: string;
  readonly content: string;
  /** File offset of the text. */
  readonly offset: number;
}

const PREFIX = new TextEncoder().encode(' Go build ID: "');
/** The linker puts it at the very start of the text. Headers and padding come before. */
const SEARCHED = 1 << 16;

/** Finds the build ID: an ELF note, a WebAssembly custom section, or text at the start of the code. @throws FormatError */
export function readGoBuildId(program: Program): GoBuildId | undefined {
  if (program.format === "elf") {
    const note = program.notes.find((each) => each.name === "Go" && each.type === 4);
    return note === undefined ? undefined : parseBuildId(decodeText(note.description), note.offset + 16);
  }
  if (program.format === "wasm") {
    const section = program.section("go:buildid") ?? program.section("go.buildid");
    return section === undefined ? undefined : quotedId(program.sectionBytes(section), section.offset);
  }
  const code = program.addressSpace.regions.find((region) => region.executable);
  if (code === undefined) return undefined;
  return quotedId(code.bytes.subarray(0, SEARCHED), code.offset);
}

function quotedId(bytes: Uint8Array, offset: number): GoBuildId | undefined {
  const at = indexOfBytes(bytes, PREFIX);
  if (at < 0) return undefined;
  const start = at + PREFIX.length;
  const end = bytes.indexOf(0x22, start);
  return end < 0 ? undefined : parseBuildId(decodeText(bytes, start, end), offset + start);
}

function parseBuildId(text: string, offset: number): GoBuildId | undefined {
  if (text === "") return undefined;
  const parts = text.split("/");
  return { text, action: parts[0] ?? "", content: parts.at(-1) ?? "", offset };
}
