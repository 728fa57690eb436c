import { unreachable } from "../../errors.ts";
import { readGoBuildId } from "../go/build-id.ts";
import { readGoBuildInfo } from "../go/build-info.ts";
import { readCTraces } from "../go/c-traces.ts";
import { readEmbeddedFiles } from "../go/embedded-files.ts";
import { findPclntabHead } from "../go/find-pclntab.ts";
import { readLinkerStrings } from "../go/linker-strings.ts";
import type { InspectedGo } from "./inspection.ts";
import type { Program } from "../read-binary.ts";

/** Runs a reader and returns `fallback` when the file is damaged there; `tolerate` remembers the problem. */
export type Tolerate = <T>(read: () => T, fallback: T) => T;

/** Gathers what Go wrote into a program, or `null` when it was not made by Go. */
export function inspectGo(program: Program, tolerate: Tolerate): InspectedGo | null {
  const info = tolerate(() => readGoBuildInfo(program), undefined);
  const buildId = tolerate(() => readGoBuildId(program), undefined);
  const pclntab =
    info === undefined && buildId === undefined ? undefined : tolerate(() => findPclntabHead(program), undefined);
  if (info === undefined && pclntab === undefined) return null;
  let embedded: InspectedGo["embedded"] | undefined;
  const traces = tolerate(() => readCTraces(program, info), { enabled: undefined, used: false, compilers: [] });
  return {
    version: info?.version ?? "",
    path: info?.path ?? "",
    main: info?.main === undefined ? null : { path: info.main.path, version: info.main.version, sum: info.main.sum },
    deps: info?.deps ?? [],
    settings: Object.fromEntries((info?.settings ?? []).map((setting) => [setting.key, setting.value])),
    buildId: buildId?.text ?? null,
    functions: pclntab?.functionCount ?? 0,
    symbols: tolerate(() => hasSymbols(program), false),
    variables: tolerate(() => readLinkerStrings(program), []).map(({ name, value }) => ({ name, value })),
    // Looked for when somebody asks: it takes a look at every word of the program.
    get embedded() {
      const files = (): InspectedGo["embedded"] =>
        tolerate(() => readEmbeddedFiles(program), []).map(({ name, size, hash }) => ({ name, size, hash }));
      return (embedded ??= files());
    },
    cgo: { enabled: traces.enabled ?? null, used: traces.used, compilers: traces.compilers },
  };
}

function hasSymbols(program: Program): boolean {
  switch (program.format) {
    case "elf":
      return program.sections.some((section) => section.name === ".symtab");
    case "pe":
      return program.coff.symbolCount > 0;
    case "macho":
      // Stripping leaves the imports and exports of dynamic linking behind.
      return program
        .symbolsWhere({ name: (_, start, end) => end - start === "_runtime.text".length })
        .some((symbol) => symbol.name === "_runtime.text");
    case "wasm":
      return program.section("name") !== undefined;
    case "plan9":
      return program.section("syms").size > 0;
    case "xcoff":
      return program.symbols.some((symbol) => symbol.name === "runtime.text");
    default:
      return unreachable(program);
  }
}
