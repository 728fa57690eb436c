import type { FormatFacts } from "./inspect-elf.ts";
import type { Tolerate } from "./inspect-go.ts";
import type { Inspection, InspectedSignature } from "./inspection.ts";
import type { CodeSignature } from "../macho/code-signature.ts";
import { MH, MH_FLAG } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";

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
      positionIndependent: (header.flags & MH_FLAG.PIE) !== 0,
      executableStack: (header.flags & MH_FLAG.ALLOW_STACK_EXECUTION) !== 0,
      encrypted: file.commands.some((command) => command.kind === "encryption" && command.cryptId !== 0),
      debugInfo: file.segments.some((segment) => segment.name === "__DWARF"),
    },
  };
}

function signatureOf(signature: CodeSignature | undefined): InspectedSignature {
  const directory = signature?.directories[0];
  if (signature === undefined || directory === undefined) return { kind: "none" };
  return {
    kind: signature.linkerSigned ? "linker" : signature.adHoc ? "ad-hoc" : "identity",
    identifier: directory.identifier,
    ...(directory.team === undefined ? {} : { team: directory.team }),
    hardenedRuntime: signature.hardenedRuntime,
  };
}
