/** What the parts of programs hold, in words. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\.z?debug_|__DWARF,)/, "debug information"],
  [/gopclntab$/, "function tables"],
  [/^(?:\.symtab|\.strtab|symbols|symbol names|indirect symbols|syms|name)$/, "symbols"],
  [/^(?:\.text|__TEXT,__text|text|code)$/, "code"],
  [
    /^(?:\.rodata|\.rdata|__TEXT,__rodata|__TEXT,__const|__DATA_CONST,__rodata|__TEXT,__cstring)$/,
    "constants and types",
  ],
  [/^(?:\.(?:noptr)?data|__DATA,__(?:noptr)?data|data)$/, "variables"],
  [/^(?:\.typelink|\.itablink|__\w+,__(?:typelink|itablink)|\.go\.\w*(?:type|itab)\w*)$/, "links to types"],
  [/(?:^|\.)(?:go_?)?buildinfo$|__go_buildinfo$/, "build information"],
  [/^\.rela?\b|^\.relr|^\.reloc$|fixups$|function starts|exports$/, "what the loader needs"],
  [/^\.(?:dyn|gnu\.version|gnu\.hash|hash|interp|got|plt|init|fini|shstrtab|eh_frame)/, "what the loader needs"],
  [/signature$/, "signature"],
  [/^\.rsrc$/, "resources"],
  [/note/, "notes"],
];

/** A word for what a part holds, or nothing for parts that only their own name tells. */
export function partWord(name: string): string | undefined {
  return WORDS.find(([pattern]) => pattern.test(name))?.[1];
}

/** The name of a module for people: programs without modules have packages too. */
export function moduleLabel({ path, version }: { readonly path: string; readonly version: string }): string {
  if (path === "std") return "Go's own packages";
  if (path === "") return "C, assembly and what the compiler made";
  return version === "" ? path : `${path} ${version}`;
}

/** The name of a package for people. */
export function packageLabel(path: string): string {
  return path === "" ? "no package" : path;
}
