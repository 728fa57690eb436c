import { readEmbeddedFiles } from "../../go/embedded-files.ts";
import { usesString } from "../../go/string-references.ts";
import { boundSymbols } from "../../macho/bound-symbols.ts";
import type { Program } from "../../read-binary.ts";
import { placeOf, sectionAt } from "../../inspect/place-of.ts";
import type { Rule, Subject, Violation } from "../rule.ts";

export const forbiddenSymbol: Rule = {
  code: "forbidden-symbol",
  severity: "error",
  formats: ["elf", "pe", "macho", "wasm"],
  about: "The program uses a symbol of policy.symbols: linked, weakly linked, or named to dlsym in a string constant",
  reason: "Somebody decided that it may not be used",
  fix: "Remove the call; `go list -deps` and the function that the place is in show which package makes it",
  check(subject) {
    const { program, limits } = subject;
    if (program === undefined) return [];
    return (limits.symbols ?? []).flatMap((symbol) => {
      const linked = linkedAs(program, symbol);
      return linked.length > 0 ? linked.map((how) => violation(symbol, how)) : namedAs(subject, program, symbol);
    });
  },
};

function violation(symbol: string, actual: string): Violation {
  return { message: `The program uses the symbol ${symbol}`, expected: "no use of it", actual };
}

/** C's names have an underscore in front on macOS; both spellings mean the same. */
function bare(symbol: string): string {
  return symbol.replace(/^_/, "");
}

/** How the symbol is linked: as an import, a weak import, or a definition of the program's own. */
function linkedAs(program: Program, symbol: string): readonly string[] {
  const name = bare(symbol);
  switch (program.format) {
    case "elf": {
      const found = [...program.symbolsWhere(isNamed(name)), ...program.dynamicSymbols].filter(
        (each) => bare(each.name.replace(/@.*/, "")) === name,
      );
      return [...new Set(found.map((each) => linkWord(each.section === 0, each.binding === 2)))];
    }
    case "macho": {
      const found = program.symbols.filter((each) => (each.type & 0xe0) === 0 && bare(each.name) === name);
      if (found.length === 0 && boundSymbols(program).some((each) => bare(each.name) === name))
        return ["bound by dyld"];
      return [...new Set(found.map((each) => linkWord((each.type & 0xe) === 0, (each.description & 0x40) !== 0)))];
    }
    case "pe":
      return program.imports.flatMap((library) =>
        library.imports.some((each) => "name" in each && bare(each.name) === name)
          ? [`${library.delayed ? "loaded on first use" : "linked"} from ${library.library}`]
          : [],
      );
    case "wasm":
      return program.imports.filter((each) => bare(each.name) === name).map((each) => `imported from ${each.module}`);
    default:
      return [];
  }
}

function linkWord(undefinedHere: boolean, weak: boolean): string {
  if (!undefinedHere) return "defined in the program";
  return weak ? "weakly linked" : "linked";
}

/** Looks at the bytes of a name before it is read. */
function isNamed(name: string): (bytes: Uint8Array, start: number, end: number) => boolean {
  const wanted = new TextEncoder().encode(name);
  return (bytes, start, end) => {
    const from = bytes[start] === 0x5f && wanted[0] !== 0x5f ? start + 1 : start;
    return end - from >= wanted.length && wanted.every((byte, index) => bytes[from + index] === byte);
  };
}

/** Sections whose texts no program hands to dlsym: symbol tables, debug information, comments, tables of functions. */
const SILENT =
  /^(?:\.(?:symtab|strtab|shstrtab|dynstr|dynsym|comment|note[\w.-]*|gopclntab|z?debug_\w+|gnu\.version\w*|go\.buildinfo)|__DWARF,.*|.*,__gopclntab|.*,__z?debug_\w+|name|producers|\/\d+)$/;

/** String constants that are exactly the name. */
function namedAs(subject: Subject, program: Program, symbol: string): readonly Violation[] {
  const { bytes, inspection } = subject;
  const [found] = subject.find([bare(symbol)]);
  if (found === undefined) return [];
  const embedded = readEmbeddedFiles(program);
  for (const offset of found.offsets) {
    const section = sectionAt(offset, inspection);
    if (section === undefined || SILENT.test(section.name)) continue;
    if (embedded.some((file) => file.offset !== undefined && offset >= file.offset && offset < file.offset + file.size))
      continue;
    const sure = isConstant(program, bytes, { offset, length: found.text.length });
    if (sure === false) continue;
    const actual = `named in a string constant, ${placeOf(offset, inspection)}`;
    return [
      sure === true
        ? violation(symbol, actual)
        : { ...violation(symbol, `${actual} (it may be part of a longer text)`), severity: "warning" },
    ];
  }
  return [];
}

/** A text of C ends with a zero and begins after one; where one of Go ends only its uses tell. */
function isConstant(
  program: Program,
  bytes: Uint8Array,
  { offset, length }: { readonly offset: number; readonly length: number },
): boolean | undefined {
  const start = bytes[offset - 1] === 0x5f ? offset - 1 : offset;
  if (bytes[start - 1] === 0 && bytes[offset + length] === 0) return true;
  const address = addressOf(program, start);
  return address === undefined ? undefined : usesString(program, address, offset + length - start);
}

function addressOf(program: Program, offset: number): bigint | undefined {
  const region = program.addressSpace.regions.find(
    (each) => each.offset >= 0 && offset >= each.offset && offset < each.offset + each.bytes.length,
  );
  return region === undefined ? undefined : region.address + BigInt(offset - region.offset);
}
