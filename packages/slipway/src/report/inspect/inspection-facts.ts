import type { InspectedGo, InspectedLibrary, InspectedSignature, Inspection } from "../../binary/inspect/inspection.ts";
import type { Json } from "../../json.ts";
import { formatBytes } from "../units.ts";
import { targetWords } from "./target-words.ts";

/** A question that a person asks of a file, with its answer in lines. */
export interface Fact {
  readonly term: string;
  readonly lines: readonly string[];
}

/** How long lists are cut on the page; the JSON has all of them. */
const LIST = 12;

/** One sentence on the file: what it is, for whom, and from what it was made. */
export function aboutText(inspection: Inspection): string {
  const { go, kind, target } = inspection;
  const what = { ...KIND_WORDS, module: "WebAssembly module", component: "WebAssembly component" }[kind];
  const madeBy = go === null ? "" : `, made by ${goWords(go)}${go.path === "" ? "" : ` from ${go.path}`}`;
  return `${article(what)} ${what}${target === null ? "" : ` for ${targetWords(target)}`}${madeBy}`;
}

const KIND_WORDS: Readonly<Record<Inspection["kind"], string>> = {
  program: "program",
  library: "library",
  object: "object file",
  archive: "library archive",
  universal: "universal program",
  module: "module",
  component: "component",
  core: "core file of a crash",
  debug: "file of debug information",
};

/** What a person asks: what it is, for whom, how it was built, what it needs, what it carries, whether it is signed. */
export function inspectionFacts(inspection: Inspection): readonly Fact[] {
  const facts: readonly Fact[] = [
    { term: "what", lines: whatLines(inspection) },
    { term: "for", lines: forLines(inspection) },
    { term: "built", lines: inspection.go === null ? [] : builtLines(inspection.go) },
    { term: "modules", lines: inspection.go === null ? [] : moduleLines(inspection.go) },
    { term: "needs", lines: needLines(inspection) },
    {
      term: "carries",
      lines:
        inspection.go === null
          ? carriedLines(inspection)
          : [...carriedLines(inspection), ...goCarriedLines(inspection.go)],
    },
    { term: "hardened", lines: hardenedLines(inspection) },
    { term: "signed", lines: signedLines(inspection.signature) },
    { term: "holds", lines: partLines(inspection) },
  ];
  return facts.filter((fact) => fact.lines.length > 0);
}

function whatLines({ format, bits, endian, size, details, go, parts }: Inspection): string[] {
  const kept = [
    go === null ? undefined : go.symbols ? "with symbols" : "without symbols",
    details["debugInfo"] === undefined
      ? undefined
      : details["debugInfo"] === true
        ? "with debug information"
        : "without debug information",
  ].filter((word) => word !== undefined);
  // What holds several programs has no width of its own.
  const width = parts.length > 0 ? [] : [bits === null ? "" : `${bits} bit`, endian === "big" ? "big-endian" : ""];
  const shape = [FORMAT_WORDS[format], ...width];
  return [[shape.filter((word) => word !== "").join(" "), formatBytes(size), ...kept].join(", ")];
}

const FORMAT_WORDS: Readonly<Record<Inspection["format"], string>> = {
  elf: "ELF",
  pe: "PE (Windows)",
  macho: "Mach-O",
  "macho-fat": "universal Mach-O",
  wasm: "WebAssembly",
  "wasm-component": "WebAssembly component",
  ar: "ar archive",
  xcoff: "XCOFF",
  plan9: "Plan 9 a.out",
};

function forLines({ target, variant, details, go }: Inspection): string[] {
  const minimum = text(details["minimumOs"]);
  const platform = text(details["platform"]);
  const oldest =
    minimum === undefined
      ? undefined
      : platform === undefined
        ? `Windows ${minimum} or later`
        : `${platform} ${minimum} or later`;
  const sdk = text(details["sdk"]);
  const setting = Object.keys(go?.settings ?? {}).find((key) => VARIANT.test(key));
  const words = [
    target ?? "unknown",
    setting === undefined ? variant : `${setting}=${variant}`,
    oldest,
    sdk === undefined ? undefined : `SDK ${sdk}`,
    subsystem(details["subsystem"]),
  ];
  return [words.filter((word) => word != null && word !== "").join(", ")];
}

/** The settings that choose among the processors of an architecture. */
const VARIANT = /^GO(?:386|AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM)$/;

function subsystem(value: Json | undefined): string | undefined {
  return value === "gui" ? "opens no console" : value === "console" ? "console program" : text(value);
}

/** Settings that a line of their own tells, or that say nothing beside the target. */
const TOLD =
  /^(?:vcs(?:\..*)?|GOOS|GOARCH|-compiler|GO(?:386|AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM)|DefaultGODEBUG)$/;

function builtLines(go: InspectedGo): string[] {
  const { settings, main } = go;
  const revision = settings["vcs.revision"];
  const vcs =
    revision === undefined
      ? undefined
      : [
          `commit ${revision}`,
          settings["vcs.time"] === undefined ? "" : `of ${settings["vcs.time"]}`,
          settings["vcs.modified"] === "true" ? "with changes that were not committed" : "clean",
        ]
          .filter((word) => word !== "")
          .join(" ");
  const flags = Object.entries(settings)
    .filter(([key, value]) => !TOLD.test(key) && value !== "" && !(key === "-buildmode" && value === "exe"))
    .map(([key, value]) => (value === "true" && key.startsWith("-") ? key : `${key}=${value}`));
  const c = [go.cgo.used ? "calls C" : "", ...go.cgo.compilers].filter((word) => word !== "");
  return [
    main === null ? undefined : `module ${[main.path, main.version].filter((word) => word !== "").join(" ")}`,
    vcs,
    flags.length === 0 ? undefined : flags.join(" "),
    c.length === 0 ? undefined : c.join(", "),
  ].filter((line) => line !== undefined);
}

function moduleLines({ deps }: InspectedGo): string[] {
  const names = deps.map(({ path, version, replace }) =>
    replace === undefined
      ? `${path} ${version}`
      : `${path} ${version}, replaced by ${[replace.path, replace.version].join(" ").trim()}`,
  );
  return names.length <= 1 ? names : [`${names.length}`, ...cut(names)];
}

function needLines({ libraries, details, kind, format }: Inspection): string[] {
  if (kind === "archive" || kind === "object" || kind === "core" || kind === "debug") return [];
  const loader = text(details["interpreter"]);
  const memory = details["memory"] as { minimumPages: number; maximumPages: number | null } | null | undefined;
  const rpaths = [details["rpaths"], details["runpath"], details["rpath"]].flat().flatMap((path) => text(path) ?? []);
  const lines = [
    ...(libraries.length === 0 && loader === undefined && format !== "plan9"
      ? ["no libraries: it runs by itself"]
      : []),
    ...libraries.map(libraryLine),
    ...(loader === undefined ? [] : [`loader ${loader}`]),
    ...(rpaths.length === 0 ? [] : [`libraries are looked for in ${rpaths.join(", ")}`]),
    ...(memory == null ? [] : [memoryLine(memory)]),
  ];
  return cut(lines);
}

function memoryLine({ minimumPages, maximumPages }: { minimumPages: number; maximumPages: number | null }): string {
  const most = maximumPages === null ? "no limit of its own" : `at most ${formatBytes(maximumPages * 65_536)}`;
  return `${formatBytes(minimumPages * 65_536)} of memory to begin with, ${most}`;
}

function libraryLine({ name, kind, imports, versions }: InspectedLibrary): string {
  const newest = versions === undefined ? "" : newestVersions(versions);
  const notes = [
    kind ?? "",
    newest === "" ? "" : `up to ${newest}`,
    imports === undefined || imports === 0 ? "" : `${imports} ${imports === 1 ? "name" : "names"}`,
  ].filter((note) => note !== "");
  return notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
}

/** The newest of each family: `GLIBC_2.2.5 GLIBC_2.34` is `GLIBC_2.34`. */
function newestVersions(versions: readonly string[]): string {
  const newest = new Map<string, string>();
  for (const version of versions) {
    const family = version.slice(0, Math.max(version.lastIndexOf("_"), 0));
    const known = newest.get(family);
    if (known === undefined || isNewer(version, known)) newest.set(family, version);
  }
  return [...newest.values()].join(", ");
}

function isNewer(a: string, b: string): boolean {
  const numbers = (version: string): number[] =>
    version
      .slice(version.lastIndexOf("_") + 1)
      .split(".")
      .map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function carriedLines({ details }: Inspection): string[] {
  const version = details["version"] as { file: string; product: string } | null | undefined;
  const pieces = [
    details["icon"] === true ? "an icon" : "",
    details["manifest"] === true ? "a manifest" : "",
    version == null ? "" : `version ${version.file}`,
  ].filter((word) => word !== "");
  const producers = (details["producers"] ?? []) as readonly { field: string; name: string; version: string }[];
  const features = (details["features"] ?? []) as readonly string[];
  return [
    ...(pieces.length === 0 ? [] : [`resources: ${pieces.join(", ")}`]),
    ...(producers.length === 0
      ? []
      : [`made with ${producers.map(({ name, version: made }) => `${name} ${made}`.trim()).join(", ")}`]),
    ...(features.length === 0 ? [] : [`uses ${features.map((feature) => feature.replace(/^[+=]/, "")).join(", ")}`]),
  ];
}

function goCarriedLines({ embedded, variables }: InspectedGo): string[] {
  const bytes = embedded.reduce((sum, file) => sum + file.size, 0);
  const files =
    embedded.length === 0
      ? []
      : [
          `${embedded.length} embedded ${embedded.length === 1 ? "file" : "files"}, ${formatBytes(bytes)}: ${shortList(embedded.map((file) => file.name))}`,
        ];
  return [...files, ...cut(variables.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`))];
}

function hardenedLines({ format, details }: Inspection): string[] {
  const has = (key: string, yes: string, no = ""): string =>
    details[key] === true ? yes : details[key] === false ? no : "";
  const words =
    format === "elf"
      ? [
          has("positionIndependent", "position-independent", "at a fixed address"),
          has("executableStack", "executable stack", "stack not executable"),
          details["relro"] === "none" ? "" : `${text(details["relro"]) ?? ""} RELRO`,
          has("textRelocations", "text relocations"),
          has("writableCode", "writable code"),
        ]
      : format === "pe"
        ? [
            has("aslr", "ASLR", "no ASLR"),
            has("dep", "DEP", "no DEP"),
            has("highEntropyAslr", "high-entropy addresses"),
            has("controlFlowGuard", "control flow guard"),
          ]
        : format === "macho"
          ? [
              has("positionIndependent", "position-independent", "at a fixed address"),
              has("executableStack", "executable stack"),
            ]
          : [];
  const told = words.filter((word) => word.trim() !== "" && word !== " RELRO");
  return told.length === 0 ? [] : [told.join(", ")];
}

function signedLines(signature: InspectedSignature | null): string[] {
  if (signature === null) return [];
  const { kind, identifier, team, hardenedRuntime } = signature;
  const words = [
    SIGNATURE_WORDS[kind],
    identifier === undefined ? "" : `as ${identifier}`,
    team === undefined ? "" : `team ${team}`,
    hardenedRuntime === true ? "hardened runtime" : "",
  ];
  return [words.filter((word) => word !== "").join(", ")];
}

const SIGNATURE_WORDS: Readonly<Record<InspectedSignature["kind"], string>> = {
  none: "no",
  "ad-hoc": "ad hoc: its bytes are sealed, nobody vouches for them",
  linker: "by the linker, ad hoc: its bytes are sealed, nobody vouches for them",
  identity: "yes, by an identity",
  authenticode: "yes, with Authenticode",
};

function partLines({ parts }: Inspection): string[] {
  return cut(
    parts.map(({ name, inspection }) =>
      inspection === null ? name : `${name}: ${aboutText(inspection)}, ${formatBytes(inspection.size)}`,
    ),
  );
}

function goWords({ version }: InspectedGo): string {
  return version === "" ? "Go" : version.replace(/^go(?=\d)/, "Go ");
}

function article(word: string): string {
  return /^[aeio]|^u(?!niv)/i.test(word) ? "An" : "A";
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function cut(lines: readonly string[]): string[] {
  return lines.length <= LIST + 1 ? [...lines] : [...lines.slice(0, LIST), `and ${lines.length - LIST} more`];
}

function shortList(names: readonly string[]): string {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
