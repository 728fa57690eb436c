import { unreachable } from "../../errors.ts";
import { FormatError } from "../format-error.ts";
import { headerTarget, machoArch } from "./header-target.ts";
import { inspectElf } from "./inspect-elf.ts";
import type { FormatFacts } from "./inspect-elf.ts";
import { inspectGo } from "./inspect-go.ts";
import type { Tolerate } from "./inspect-go.ts";
import { inspectMacho } from "./inspect-macho.ts";
import { inspectPe } from "./inspect-pe.ts";
import { inspectWasm } from "./inspect-wasm.ts";
import type { InspectedGo, InspectedPart, Inspection, InspectionProblem } from "./inspection.ts";
import { readBinary } from "../read-binary.ts";
import type { Binary, Program } from "../read-binary.ts";
import { measureProgram } from "../size/program-sizes.ts";

/** Archives in universal files, modules in components: no real file goes deeper. */
const MAX_DEPTH = 4;

/** Members of a library that are looked into; the rest are only counted. */
const MAX_PARTS = 64;

/** The setting that holds the micro-architecture of each architecture. */
const VARIANT_SETTING: Readonly<Record<string, string>> = {
  "386": "GO386",
  amd64: "GOAMD64",
  arm: "GOARM",
  arm64: "GOARM64",
  mips: "GOMIPS",
  mipsle: "GOMIPS",
  mips64: "GOMIPS64",
  mips64le: "GOMIPS64",
  ppc64: "GOPPC64",
  ppc64le: "GOPPC64",
  riscv64: "GORISCV64",
  wasm: "GOWASM",
};

/**
 * Looks into a binary of any format and tells, as plain JSON, what it is, for whom, how it was built and what it needs.
 *
 * A damaged part (a symbol table that points outside) becomes a problem; the rest is still told.
 *
 * @throws FormatError when the bytes are no binary, or the headers themselves are damaged
 * @example
 * inspectBinary(bytes).target; // "linux/arm64"
 */
export function inspectBinary(bytes: Uint8Array, options: InspectOptions = {}): Inspection {
  return inspect(readBinary(bytes), options, 0);
}

/** The same for a file that was read already. */
export function inspectRead(binary: Binary, options: InspectOptions = {}): Inspection {
  return inspect(binary, options, 0);
}

export interface InspectOptions {
  /** Also measure where the bytes are. */
  readonly sizes?: boolean;
}

function inspect(binary: Binary, options: InspectOptions, depth: number): Inspection {
  switch (binary.format) {
    case "macho-fat":
    case "ar":
    case "wasm-component":
      return inspectContainer(binary, options, depth);
    default:
      return inspectProgram(binary, options);
  }
}

/** The same for a program that was read already. */
export function inspectProgram(program: Program, options: InspectOptions = {}): Inspection {
  const problems: InspectionProblem[] = [];
  const tolerate: Tolerate = (read, fallback) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const { message, offset, field, expected, found } = error;
      if (!problems.some((each) => each.message === message))
        problems.push({ message, offset, field, expected, found });
      return fallback;
    }
  };
  const facts = formatFacts(program, tolerate);
  const go = inspectGo(program, tolerate);
  const sizes = options.sizes === true ? tolerate(() => measureProgram(program), undefined) : undefined;
  return {
    format: program.format,
    size: program.bytes.length,
    ...targetOf(program, go, problems, tolerate),
    kind: facts.kind,
    bits: facts.bits,
    endian: facts.endian,
    go,
    libraries: facts.libraries,
    sections: facts.sections,
    signature: facts.signature,
    details: facts.details,
    parts: [],
    problems,
    ...(sizes === undefined ? {} : { sizes }),
  };
}

/** The build settings name the target best; headers confirm it, or stand in for it in a program that Go did not make. */
function targetOf(
  program: Program,
  go: InspectedGo | null,
  problems: InspectionProblem[],
  tolerate: Tolerate,
): Pick<Inspection, "target" | "variant"> {
  const header = tolerate(() => headerTarget(program), { os: undefined, arch: undefined });
  const os = go?.settings["GOOS"] ?? header.os;
  const arch = go?.settings["GOARCH"] ?? header.arch;
  const disagree = (built: string | undefined, said: string | undefined, same: boolean, what: string): void => {
    if (built === undefined || said === undefined || same) return;
    problems.push({
      message: `The build settings say ${what} ${built}, the file's headers say ${said}`,
      expected: built,
      found: said,
    });
  };
  disagree(go?.settings["GOARCH"], header.arch, arch === header.arch, "GOARCH");
  disagree(go?.settings["GOOS"], header.os, sameSystem(os, header.os), "GOOS");
  return {
    target: os === undefined || arch === undefined ? null : `${os}/${arch}`,
    variant: (arch === undefined ? undefined : go?.settings[VARIANT_SETTING[arch] ?? ""]) ?? null,
  };
}

/** Headers cannot tell some systems apart: Go marks illumos as Solaris, and an iOS program may say either. */
function sameSystem(built: string | undefined, said: string | undefined): boolean {
  return (
    built === said ||
    (built === "illumos" && said === "solaris") ||
    (built === "android" && said === "linux") ||
    (built === "ios" && said === "darwin")
  );
}

function formatFacts(program: Program, tolerate: Tolerate): FormatFacts {
  switch (program.format) {
    case "elf":
      return inspectElf(program, tolerate);
    case "pe":
      return inspectPe(program, tolerate);
    case "macho":
      return inspectMacho(program, tolerate);
    case "wasm":
      return inspectWasm(program, tolerate);
    case "xcoff": {
      const counts = new Map<string, number>();
      for (const each of tolerate(() => program.imports, []))
        counts.set(each.library, (counts.get(each.library) ?? 0) + 1);
      return {
        kind: (program.flags & 2) !== 0 ? "program" : "object",
        bits: program.bits,
        endian: "big",
        libraries: [...counts].map(([name, imports]) => ({ name, imports })),
        sections: program.sections.map(({ name, size, offset, address }) => ({
          name,
          size,
          offset,
          address: `0x${address.toString(16)}`,
        })),
        signature: null,
        details: { flags: program.flags, timestamp: program.timestamp },
      };
    }
    case "plan9":
      return {
        kind: "program",
        bits: program.pointerSize === 8 ? 64 : 32,
        endian: "little",
        libraries: [],
        sections: program.sections.map(({ name, size, offset }) => ({ name, size, offset })),
        signature: null,
        details: {},
      };
    default:
      return unreachable(program);
  }
}

function inspectContainer(
  binary: Extract<Binary, { format: "macho-fat" | "ar" | "wasm-component" }>,
  options: InspectOptions,
  depth: number,
): Inspection {
  const inner = (bytes: Uint8Array): Inspection | null => {
    if (depth >= MAX_DEPTH) return null;
    try {
      return inspect(readBinary(bytes), options, depth + 1);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return null;
    }
  };
  const parts = partsOf(binary).map(({ name, offset, bytes }, index): InspectedPart => ({
    name,
    offset,
    inspection: index < MAX_PARTS ? inner(bytes) : null,
  }));
  // A universal program was built once for each slice: its first slice's modules are everyone's.
  const first = parts.find((part) => part.inspection?.go != null)?.inspection ?? parts[0]?.inspection ?? null;
  const targets = new Set(parts.map((part) => part.inspection?.target).filter((target) => target != null));
  return {
    format: binary.format,
    size: binary.bytes.length,
    target:
      targets.size === 1 || binary.format !== "macho-fat"
        ? (first?.target ?? null)
        : `${first?.target?.split("/")[0] ?? "darwin"}/all`,
    variant: targets.size === 1 ? (first?.variant ?? null) : null,
    kind: binary.format === "macho-fat" ? "universal" : binary.format === "ar" ? "archive" : "component",
    bits: first?.bits ?? null,
    endian: first?.endian ?? null,
    go: first?.go ?? null,
    libraries: first?.libraries ?? [],
    sections: [],
    signature: first?.signature ?? null,
    details: { parts: parts.length },
    parts,
    problems: [],
  };
}

function partsOf(
  binary: Extract<Binary, { format: "macho-fat" | "ar" | "wasm-component" }>,
): readonly { readonly name: string; readonly offset: number; readonly bytes: Uint8Array }[] {
  switch (binary.format) {
    case "macho-fat":
      return binary.slices.map(({ cpu, offset, bytes }) => ({ name: machoArch(cpu) ?? `cpu ${cpu}`, offset, bytes }));
    case "ar":
      return binary.members.map(({ name, offset, bytes }) => ({ name, offset, bytes }));
    case "wasm-component":
      return binary.parts
        .filter((part) => part.id === 1 || part.id === 4)
        .map(({ id, offset, size }) => ({
          name: id === 1 ? "core module" : "component",
          offset,
          bytes: binary.bytes.subarray(offset, offset + size),
        }));
    default:
      return unreachable(binary);
  }
}
