/** A symbol that Go's own darwin sources take from a library. */
export interface AppleImport {
  readonly symbol: string;
  /** Install name: `/usr/lib/libresolv.9.dylib`. */
  readonly library: string;
}

/** A text stub for a linker and where it has to stand. */
export interface AppleStub {
  /** Relative path: `lib/libresolv.tbd`, `Frameworks/Security.framework/Security.tbd`. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads the `//go:cgo_import_dynamic LOCAL NAME "LIBRARY"` lines of one Go file: what the Go toolchain in use imports
 * from macOS without any C.
 */
export function readAppleImports(text: string): AppleImport[] {
  const imports: AppleImport[] = [];
  for (const match of text.matchAll(/^\/\/go:cgo_import_dynamic [^\s]+ ([^\s"]+) "([^"]+)"\s*$/gm)) {
    const [, symbol = "", library = ""] = match;
    if (library.startsWith("/")) imports.push({ symbol, library });
  }
  return imports;
}

/** libSystem: linkers for macOS bring their own stub of it. */
const SYSTEM = /^\/usr\/lib\/libSystem\.[A-Z]\.dylib$/;

/** Frameworks that `runtime/cgo` names on arm64, whether or not a symbol of them is imported. */
const ALWAYS = [
  "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation",
  "/usr/lib/libresolv.9.dylib",
];

/**
 * Makes the text stubs (`.tbd`, version 4) that stand in for Apple's SDK when nothing but Go's own imports need it.
 * Sorted, so that equal imports give equal bytes.
 */
export function makeAppleStubs(imports: Iterable<AppleImport>): AppleStub[] {
  const symbols = new Map<string, Set<string>>(ALWAYS.map((library) => [library, new Set()]));
  for (const { library, symbol } of imports) {
    if (SYSTEM.test(library)) continue;
    const known = symbols.get(library) ?? new Set();
    symbols.set(library, known.add(symbol));
  }
  return [...symbols]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([library, names]) => ({ path: stubPath(library), text: stubText(library, [...names].sort()) }));
}

/** The frameworks that stubs exist for, by name. */
export function stubbedFrameworks(stubs: readonly AppleStub[]): string[] {
  return stubs.flatMap((stub) => /([^/]+)\.framework\//.exec(stub.path)?.[1] ?? []);
}

function stubPath(library: string): string {
  const framework = /\/([^/]+)\.framework\//.exec(library)?.[1];
  if (framework !== undefined) return `Frameworks/${framework}.framework/${framework}.tbd`;
  const name = (library.split("/").at(-1) ?? library).replace(/\.dylib$/, "").replace(/\.[0-9A-Z]+$/, "");
  return `lib/${name}.tbd`;
}

function stubText(library: string, names: readonly string[]): string {
  const targets = "[ x86_64-macos, arm64-macos ]";
  const exports =
    names.length === 0
      ? []
      : ["exports:", `  - targets: ${targets}`, `    symbols: [ ${names.map((name) => `_${name}`).join(", ")} ]`];
  return [
    "--- !tapi-tbd",
    "tbd-version: 4",
    `targets: ${targets}`,
    `install-name: '${library}'`,
    ...exports,
    "...",
    "",
  ].join("\n");
}
