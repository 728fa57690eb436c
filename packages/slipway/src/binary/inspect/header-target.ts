import { unreachable } from "../../errors.ts";
import { EM, OSABI } from "../elf/elf-constants.ts";
import type { ElfFile } from "../elf/elf-file.ts";
import type { ElfNote } from "../elf/elf-notes.ts";
import { CPU } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import { MACHINE } from "../pe/pe-constants.ts";
import type { Program } from "../read-binary.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";

/** What a file's own headers say about whom it is for, in Go's words. An ELF file may leave the system open. */
export interface HeaderTarget {
  readonly os: string | undefined;
  readonly arch: string | undefined;
}

const PE_ARCH: Readonly<Record<number, string>> = {
  [MACHINE.I386]: "386",
  [MACHINE.AMD64]: "amd64",
  [MACHINE.ARM64]: "arm64",
  [MACHINE.ARM]: "arm",
  [MACHINE.ARMNT]: "arm",
};

const MACHO_ARCH: Readonly<Record<number, string>> = {
  [CPU.I386]: "386",
  [CPU.X86_64]: "amd64",
  [CPU.ARM]: "arm",
  [CPU.ARM64]: "arm64",
  [CPU.ARM64_32]: "arm64_32",
  [CPU.POWERPC]: "ppc",
  [CPU.POWERPC64]: "ppc64",
};

/** Reads the target from the headers, notes and imports of a program. @throws FormatError */
export function headerTarget(program: Program): HeaderTarget {
  switch (program.format) {
    case "elf":
      return { os: elfOs(program), arch: elfArch(program) };
    case "pe":
      return { os: "windows", arch: PE_ARCH[program.coff.machine] };
    case "macho":
      return { os: machoOs(program), arch: machoArch(program.header.cpu) };
    case "wasm":
      return { os: wasmOs(program), arch: "wasm" };
    case "xcoff":
      return { os: "aix", arch: program.bits === 64 ? "ppc64" : "ppc" };
    case "plan9":
      return { os: "plan9", arch: program.arch };
    default:
      return unreachable(program);
  }
}

/** Go's name of a Mach-O CPU. */
export function machoArch(cpu: number): string | undefined {
  return MACHO_ARCH[cpu];
}

function elfArch({ header }: ElfFile): string | undefined {
  const order = header.littleEndian;
  switch (header.machine) {
    case EM.I386:
      return "386";
    case EM.X86_64:
      return header.bits === 64 ? "amd64" : "amd64p32";
    case EM.ARM:
      return order ? "arm" : "armbe";
    case EM.AARCH64:
      return order ? "arm64" : "arm64be";
    case EM.PPC:
      return "ppc";
    case EM.PPC64:
      return order ? "ppc64le" : "ppc64";
    case EM.MIPS:
      return `mips${header.bits === 64 ? "64" : ""}${order ? "le" : ""}`;
    case EM.RISCV:
      return header.bits === 64 ? "riscv64" : "riscv";
    case EM.LOONGARCH:
      return header.bits === 64 ? "loong64" : undefined;
    case EM.S390:
      return header.bits === 64 ? "s390x" : "s390";
    case EM.SPARC:
      return "sparc";
    case EM.SPARCV9:
      return "sparc64";
    case EM.BPF:
      return "bpf";
    default:
      return undefined;
  }
}

const NOTE_OS: Readonly<Record<string, string>> = {
  Android: "android",
  DragonFly: "dragonfly",
  FreeBSD: "freebsd",
  NetBSD: "netbsd",
  OpenBSD: "openbsd",
};

const INTERPRETER_OS: readonly (readonly [RegExp, string])[] = [
  [/^\/system\/bin\/linker/, "android"],
  [/ld-linux|ld-musl|^\/lib\d*\/ld64?\.so|ld\.so\.1\.linux/, "linux"],
  [/^\/libexec\/ld-elf\.so/, "freebsd"],
  [/^\/usr\/libexec\/ld\.elf_so/, "netbsd"],
  [/^\/usr\/libexec\/ld-elf\.so/, "dragonfly"],
  [/^\/usr\/libexec\/ld\.so/, "openbsd"],
  [/^\/usr\/lib\/(?:\w+\/)?ld\.so/, "solaris"],
];

function elfOs(file: ElfFile): string | undefined {
  const noted = file.notes.map((note) => NOTE_OS[note.name] ?? abiTagOs(note)).find((os) => os !== undefined);
  if (noted !== undefined) return noted;
  switch (file.header.osAbi) {
    case OSABI.NETBSD:
      return "netbsd";
    case OSABI.LINUX:
      return "linux";
    case OSABI.SOLARIS:
      return "solaris";
    case OSABI.FREEBSD:
      return "freebsd";
    case OSABI.OPENBSD:
      return "openbsd";
    default:
  }
  const interpreter = file.interpreter;
  if (interpreter !== undefined) return INTERPRETER_OS.find(([pattern]) => pattern.test(interpreter))?.[1];
  return libcOs(file);
}

/** NT_GNU_ABI_TAG: the first word is the system that the C library was built for. */
function abiTagOs({ name, type, description }: ElfNote): string | undefined {
  return name === "GNU" &&
    type === 1 &&
    description.length >= 4 &&
    description.every((byte, at) => at >= 4 || byte === 0)
    ? "linux"
    : undefined;
}

/** A library has no loader; the C library that it wants tells the system. */
function libcOs(file: ElfFile): string | undefined {
  if (file.dynamic?.needed.some((library) => /^libc\.musl-|^ld-musl-/.test(library)) === true) return "linux";
  const wants = file.versionNeeds.some((need) => need.versions.some((version) => version.name.startsWith("GLIBC_2.")));
  return wants ? "linux" : undefined;
}

function machoOs(file: MachoFile): string {
  const platform = file.buildVersions[0]?.platform;
  if (platform === undefined || platform === "macos" || platform === "maccatalyst") return "darwin";
  return platform === "iossimulator" ? "ios" : platform;
}

/** The imports tell the host. */
function wasmOs(module: WasmModule): string | undefined {
  const modules = new Set(module.imports.map((each) => each.module));
  if (modules.has("gojs") || modules.has("go")) return "js";
  return modules.has("wasi_snapshot_preview1") ? "wasip1" : undefined;
}
