import type { FormatFacts } from "./inspect-elf.ts";
import type { Tolerate } from "./inspect-go.ts";
import type { Inspection, InspectedSignature } from "./inspection.ts";
import type { CodeSignature } from "../macho/code-signature.ts";
import { LC, MH, MH_FLAG } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import { packerOf } from "./packer-of.ts";

const KINDS: Readonly<Record<number, Inspection["kind"]>> = {
  [MH.OBJECT]: "object",
  [MH.CORE]: "core",
  [MH.DYLIB]: "library",
  [MH.BUNDLE]: "library",
  [MH.DSYM]: "debug",
};

export function inspectMacho(file: MachoFile, tolerate: Tolerate): FormatFacts {
  const { header } = file;
  const build = file.buildVersions[0];
  const counts = new Map<number, number>();
  for (const each of tolerate(() => file.imports, [])) counts.set(each.library, (counts.get(each.library) ?? 0) + 1);
  return {
    kind: KINDS[header.fileType] ?? "program",
    bits: header.bits,
    endian: header.littleEndian ? "little" : "big",
    libraries: file.libraries.map(({ path, use }, index) => ({
      name: path,
      ...(use === "load" ? {} : { kind: use }),
      imports: counts.get(index + 1) ?? 0,
    })),
    sections: file.sections.map(({ name, segment, size, offset, address }) => ({
      name: `${segment},${name}`,
      size: Number(size),
      offset: file.origin + offset,
      address: `0x${address.toString(16)}`,
    })),
    signature: signatureOf(tolerate(() => file.signature, undefined)),
    details: {
      packer: packerOf(file.bytes),
      cpu: header.cpu,
      cpuSubtype: header.cpuSubtype,
      fileType: header.fileType,
      flags: header.flags,
      platform: build?.platform ?? null,
      minimumOs: build?.minimumOs ?? null,
      sdk: build?.sdk ?? null,
      uuid: file.uuid ?? null,
      installName: file.installName ?? null,
      rpaths: file.rpaths,
      dylinker: file.dylinker ?? null,
      commands: file.commands.map(({ command }) => COMMAND_NAMES.get(command) ?? `0x${command.toString(16)}`),
      segments: file.segments.map((segment) => ({
        type: segment.name,
        access: access(segment.initialProtection),
        offset: file.origin + segment.fileOffset,
        address: `0x${segment.address.toString(16)}`,
        fileSize: segment.fileSize,
        memorySize: `0x${segment.memorySize.toString(16)}`,
      })),
      exports: header.fileType === MH.DYLIB ? tolerate(() => file.exports, []).map((symbol) => symbol.name) : [],
      positionIndependent: (header.flags & MH_FLAG.PIE) !== 0,
      executableStack: (header.flags & MH_FLAG.ALLOW_STACK_EXECUTION) !== 0,
      encrypted: file.commands.some((command) => command.kind === "encryption" && command.cryptId !== 0),
      debugInfo: file.segments.some((segment) => segment.name === "__DWARF"),
    },
  };
}

const COMMAND_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(LC).map(([name, command]) => [command, name]),
);

function access(protection: number): string {
  return `${(protection & 1) === 0 ? "-" : "r"}${(protection & 2) === 0 ? "-" : "w"}${(protection & 4) === 0 ? "-" : "x"}`;
}

function signatureOf(signature: CodeSignature | undefined): InspectedSignature {
  const directory = signature?.directories[0];
  if (signature === undefined || directory === undefined) return { kind: "none" };
  return {
    kind: signature.linkerSigned ? "linker" : signature.adHoc ? "ad-hoc" : "identity",
    identifier: directory.identifier,
    ...(directory.team === undefined ? {} : { team: directory.team }),
    hardenedRuntime: signature.hardenedRuntime,
    flags: directory.flags,
    pages: directory.codePages,
    ...(signature.entitlements === undefined ? {} : { entitlements: signature.entitlements }),
  };
}
