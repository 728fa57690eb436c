import { readEmbeddedFiles } from "../go/embedded-files.ts";
import { findPclntab } from "../go/find-pclntab.ts";
import { readFunctionRecords } from "../go/function-records.ts";
import { readFunctionPlaces } from "../go/go-functions.ts";
import { goSymbols } from "../go/go-symbols.ts";
import { packagePathOf } from "../go/package-path.ts";
import type { Program } from "../read-binary.ts";
import { filePlaces } from "./file-places.ts";

/** A run of the file that one package has, or one embedded file. */
export interface OwnedRun {
  readonly kind: "code" | "data" | "tables" | "file";
  /** Path of the package, or name of the embedded file. */
  readonly owner: string;
  readonly offset: number;
  readonly size: number;
}

/** Everything in a program of which can be told whose it is. Runs may overlap; code and files come first. @throws FormatError */
export function ownedRuns(program: Program): readonly OwnedRun[] {
  const places = filePlaces(program);
  return [
    ...readEmbeddedFiles(program).flatMap(({ name, address, size }) =>
      places(address, size).map((place): OwnedRun => ({ kind: "file", owner: name, ...place })),
    ),
    ...codeRuns(program),
    ...tableRuns(program, places),
    ...dataRuns(program, places),
  ];
}

function codeRuns(program: Program): readonly OwnedRun[] {
  return readFunctionPlaces(program).map(({ name, offset, size }) => ({
    kind: "code",
    owner: packagePathOf(name),
    offset,
    size,
  }));
}

function tableRuns(program: Program, places: ReturnType<typeof filePlaces>): readonly OwnedRun[] {
  const found = findPclntab(program);
  if (found === undefined) return [];
  const functions = found.table.functions(found.textStart);
  return readFunctionRecords(found.table).flatMap((spans, index) => {
    const owner = packagePathOf(functions[index]?.name ?? "");
    return spans.flatMap(({ offset, size }) =>
      places(found.address + BigInt(offset), size).map((place): OwnedRun => ({ kind: "tables", owner, ...place })),
    );
  });
}

/** Names that the linker gives to ends of regions: nothing is theirs. */
const MARKER =
  /^runtime\.(?:e?(?:text|rodata|types|data|noptrdata|bss|noptrbss|covctrs|end|pclntab|symtab|gcdata|gcbss|itablink|typelink|functab)|pctab|filetab|cutab|funcnametab|findfunctab|\w*mask)$/;

/** A symbol has the bytes up to the next one: only ELF tells sizes, and they leave out alignment. */
function dataRuns(program: Program, places: ReturnType<typeof filePlaces>): readonly OwnedRun[] {
  const data = program.addressSpace.regions.filter((region) => !region.executable);
  const symbols = goSymbols(program, () => true).toSorted((a, b) =>
    a.address < b.address ? -1 : a.address > b.address ? 1 : 0,
  );
  const runs: OwnedRun[] = [];
  for (const [index, { name, address }] of symbols.entries()) {
    const next = symbols[index + 1]?.address;
    const owner = MARKER.test(name) ? "" : packagePathOf(name);
    if (next === undefined || next === address || owner === "") continue;
    const region = data.find((each) => address >= each.address && address < each.address + BigInt(each.bytes.length));
    if (region === undefined) continue;
    const end = region.address + BigInt(region.bytes.length);
    const size = Number((next < end ? next : end) - address);
    for (const place of places(address, size)) runs.push({ kind: "data", owner, ...place });
  }
  return runs;
}
