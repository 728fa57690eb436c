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
  if (isContainer(inspection)) return aboutContainer(inspection);
  const what = { ...KIND_WORDS, module: "WebAssembly module", component: "WebAssembly component" }[kind];
  const madeBy = go === null ? "" : `, made by ${goWords(go)}${go.path === "" ? "" : ` from ${go.path}`}`;
  return `${article(what)} ${what}${target === null ? "" : ` for ${targetWords(target)}`}${madeBy}`;
}

/** Whether a file only holds others, so that what it holds is to be told and not itself. */
export function isContainer({ format, kind }: Inspection): boolean {
  return (kind === "archive" || kind === "package") && format !== "ar";
}

function aboutContainer(inspection: Inspection): string {
  const { format, target, parts } = inspection;
  const what = FORMAT_WORDS[format];
  const programs = heldWords(parts);
  const name = packageName(inspection);
  return [`${article(what)} ${what}`, name, programs + (target === null ? "" : ` for ${targetWords(target)}`)]
    .filter((word) => word !== "")
    .join(", ");
}

/** `with 2 programs and 1 library`. */
function heldWords(parts: Inspection["parts"]): string {
  const counts = new Map<string, number>();
  for (const { inspection } of parts) {
    if (inspection === null) continue;
    const word = HELD_WORDS[inspection.kind] ?? "program";
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 0) return "without a program";
  return `with ${[...counts].map(([word, count]) => counted(count, word)).join(" and ")}`;
}

const HELD_WORDS: Readonly<Partial<Record<Inspection["kind"], string>>> = {
  library: "library",
  object: "object file",
  archive: "archive",
  package: "package",
};

interface PackageDetails {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly depends?: readonly string[];
}

function packageOf({ details }: Inspection): PackageDetails | undefined {
  return (details["package"] as PackageDetails | null | undefined) ?? undefined;
}

function packageName(inspection: Inspection): string {
  const facts = packageOf(inspection);
  return facts === undefined ? "" : [facts.name, facts.version, facts.architecture].filter(Boolean).join(" ");
}

const KIND_WORDS: Readonly<Record<Inspection["kind"], string>> = {
  program: "program",
  library: "library",
  object: "object file",
  archive: "library archive",
  package: "package",
  universal: "universal program",
  module: "module",
  component: "component",
  core: "core file of a crash",
  debug: "file of debug information",
};

/** What a person asks: what it is, for whom, how it was built, what it needs, what it carries, whether it is signed. */
export function inspectionFacts(inspection: Inspection): readonly Fact[] {
  if (isContainer(inspection)) return containerFacts(inspection);
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

function containerFacts(inspection: Inspection): readonly Fact[] {
  const { format, size, parts, details } = inspection;
  const count = Number(details["parts"] ?? parts.length);
  const depends = packageOf(inspection)?.depends ?? [];
  const facts: readonly Fact[] = [
    { term: "what", lines: [`${FORMAT_WORDS[format]}, ${formatBytes(size)}, ${counted(count, "file")}`] },
    { term: "needs", lines: cut(depends) },
    { term: "holds", lines: heldLines(parts, count, Number(details["skipped"] ?? 0)) },
    { term: "unread", lines: cut(inspection.problems.map(({ message }) => message)) },
  ];
  return facts.filter((fact) => fact.lines.length > 0);
}

/** Programs by what they are, everything else by name. */
function heldLines(parts: Inspection["parts"], count: number, skipped: number): string[] {
  const programs = parts.filter((part) => part.inspection !== null);
  const others = parts.filter((part) => part.inspection === null).map((part) => part.name);
  const untold = count - parts.length;
  const rest = others.length + untold;
  return [
    ...cut(programs.map(partLine)),
    ...(skipped === 0 ? [] : [`not looked into, beyond the limit of programs: ${counted(skipped, "file")}`]),
    ...(rest === 0
      ? []
      : [`${programs.length === 0 ? "" : "and "}${counted(rest, "other file")}: ${shortList(others)}`]),
  ];
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
  const packer = text(details["packer"]);
  return [
    [shape.filter((word) => word !== "").join(" "), formatBytes(size), ...(packer === undefined ? kept : [])].join(
      ", ",
    ),
    ...(packer === undefined
      ? []
      : [`packed by ${packer}: what is in it can only be seen when it is unpacked (upx -d)`]),
  ];
}

const FORMAT_WORDS: Readonly<Record<Inspection["format"], string>> = {
  elf: "ELF",
  pe: "PE (Windows)",
  macho: "Mach-O",
  "macho-fat": "universal Mach-O",
  wasm: "WebAssembly",
  "wasm-component": "WebAssembly component",
  ar: "ar library",
  xcoff: "XCOFF",
  plan9: "Plan 9 a.out",
  tar: "tar archive",
  "tar.gz": "tar archive, compressed with gzip",
  "tar.xz": "tar archive, compressed with xz",
  "tar.zst": "tar archive, compressed with Zstandard",
  gzip: "file compressed with gzip",
  xz: "file compressed with xz",
  zstd: "file compressed with Zstandard",
  zip: "zip archive",
  cpio: "cpio archive",
  deb: "Debian package",
  rpm: "RPM package",
  apk: "Alpine package",
  arch: "Arch Linux package",
  npm: "npm package",
  wheel: "Python wheel",
  image: "container image",
};

function forLines({ target, variant, details, go, kind }: Inspection): string[] {
  const minimum = text(details["minimumOs"]);
  const platform = text(details["platform"]);
  const oldest =
    minimum === undefined
      ? undefined
      : platform === undefined
        ? `Windows ${minimum} or later`
        : `${platform === "macos" ? "macOS" : platform} ${minimum} or later`;
  const sdk = text(details["sdk"]);
  const setting = Object.keys(go?.settings ?? {}).find((key) => VARIANT.test(key));
  const words = [
    target ?? "unknown",
    setting === undefined ? variant : `${setting}=${variant}`,
    oldest,
    sdk === undefined ? undefined : `SDK ${sdk}`,
    // A library has none of its own, whatever its header says.
    kind === "program" ? subsystem(details["subsystem"]) : undefined,
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

function needLines({ libraries, details, kind }: Inspection): string[] {
  if (kind === "archive" || kind === "package" || kind === "object" || kind === "core" || kind === "debug") return [];
  const loader = text(details["interpreter"]);
  const memory = details["memory"] as { minimumPages: number; maximumPages: number | null } | null | undefined;
  const rpaths = [details["rpaths"], details["runpath"], details["rpath"]].flat().flatMap((path) => text(path) ?? []);
  const lines = [
    ...(libraries.length === 0 && loader === undefined ? ["no libraries: it runs by itself"] : []),
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

function hardenedLines({ format, kind, details }: Inspection): string[] {
  // The linker decides on it.
  if (kind === "object") return [];
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
  return cut(parts.map(partLine));
}

function partLine({ name, inspection }: Inspection["parts"][number]): string {
  if (inspection === null) return name;
  return `${name === "" ? "" : `${name}: `}${aboutText(inspection)}, ${formatBytes(inspection.size)}`;
}

function goWords({ version }: InspectedGo): string {
  return version === "" ? "Go" : version.replace(/^go(?=\d)/, "Go ");
}

function article(word: string): string {
  return /^(?:[aeio]|u(?!niv)|npm|RPM|xz)/i.test(word) ? "An" : "A";
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

function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}
