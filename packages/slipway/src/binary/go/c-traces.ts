import { decodeText } from "../decode-text.ts";
import type { Program } from "../read-binary.ts";
import type { GoBuildInfo } from "./build-info.ts";
import { findPclntabHead } from "./find-pclntab.ts";

/** What shows that C took part in a program. */
export interface CTraces {
  /** `CGO_ENABLED` as recorded; it only says that cgo was allowed. */
  readonly enabled: boolean | undefined;
  /** Whether `runtime/cgo` is linked in: the program really calls C. */
  readonly used: boolean;
  /** Compilers that signed an ELF `.comment` section, such as `GCC: (Debian 12.2.0-14) 12.2.0`. */
  readonly compilers: readonly string[];
}

/** @throws FormatError */
export function readCTraces(program: Program, info: GoBuildInfo | undefined): CTraces {
  const setting = info?.settings.find((each) => each.key === "CGO_ENABLED")?.value;
  return {
    enabled: setting === undefined ? undefined : setting === "1",
    used: usesCgo(program),
    compilers: compilersOf(program),
  };
}

/** The name of a file of the package stands in the table of source files, with or without `-trimpath`. */
function usesCgo(program: Program): boolean {
  const table = findPclntabHead(program);
  return (
    table !== undefined &&
    table.files().some((file) => /(?:^|\/)runtime\/cgo\/[^/]+$/.test(file) || file.startsWith("_cgo_gotypes.go"))
  );
}

function compilersOf(program: Program): readonly string[] {
  if (program.format !== "elf") return [];
  const section = program.section(".comment");
  if (section === undefined) return [];
  const texts = decodeText(program.sectionBytes(section))
    .split("\0")
    .filter((text) => text !== "");
  return [...new Set(texts)].sort();
}
