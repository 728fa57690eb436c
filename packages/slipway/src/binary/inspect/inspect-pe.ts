import type { FormatFacts } from "./inspect-elf.ts";
import type { Tolerate } from "./inspect-go.ts";
import { DIRECTORY, DLL, FILE, RESOURCE } from "../pe/pe-constants.ts";
import type { PeImportedLibrary } from "../pe/pe-imports.ts";
import type { InspectedLibrary } from "./inspection.ts";
import type { PeFile } from "../pe/pe-file.ts";
import { packerOf } from "./packer-of.ts";

const SUBSYSTEMS: Readonly<Record<number, string>> = { 1: "native", 2: "gui", 3: "console", 9: "ce", 10: "efi" };

export function inspectPe(file: PeFile, tolerate: Tolerate): FormatFacts {
  const { optional, coff } = file;
  const imports = tolerate(() => file.imports, []);
  const certificates = tolerate(() => file.certificates, []);
  const resources = tolerate(() => file.resources, []);
  const version = tolerate(() => file.versionInfo, undefined);
  const dll = optional?.dllCharacteristics ?? 0;
  return {
    kind: file.kind === "object" ? "object" : (coff.characteristics & FILE.DLL) !== 0 ? "library" : "program",
    bits: optional?.bits ?? null,
    endian: "little",
    libraries: imports.map(libraryOf),
    sections: file.sections.map(({ name, size, offset, address }) => ({
      name,
      size,
      offset,
      address: `0x${((optional?.imageBase ?? 0n) + BigInt(address)).toString(16)}`,
    })),
    signature: { kind: certificates.some((each) => each.type === 2) ? "authenticode" : "none" },
    details: {
      packer: packerOf(file.bytes),
      machine: coff.machine,
      characteristics: coff.characteristics,
      dllCharacteristics: dll,
      subsystem: optional === undefined ? null : (SUBSYSTEMS[optional.subsystem] ?? `${optional.subsystem}`),
      minimumOs: optional?.subsystemVersion ?? null,
      timestamp: coff.timestamp,
      checksum: optional?.checksum ?? null,
      aslr: (dll & DLL.DYNAMIC_BASE) !== 0 && (coff.characteristics & FILE.RELOCS_STRIPPED) === 0,
      highEntropyAslr: (dll & DLL.HIGH_ENTROPY_VA) !== 0,
      dep: (dll & DLL.NX_COMPAT) !== 0,
      controlFlowGuard: (dll & DLL.GUARD_CF) !== 0,
      directories: Object.entries(DIRECTORY).flatMap(([name, index]) => {
        const directory = file.directory(index);
        return directory === undefined || directory.size === 0 ? [] : [{ name, ...directory }];
      }),
      certificates: certificates.map(({ type, revision, bytes }) => ({ type, revision, size: bytes.length })),
      exports: tolerate(() => file.exports, undefined)?.exports.map(({ name, ordinal }) => name ?? `#${ordinal}`) ?? [],
      resources: resources.map(({ type, name, language, bytes }) => ({ type, name, language, size: bytes.length })),
      icon: resources.some((resource) => resource.type === RESOURCE.GROUP_ICON),
      manifest: resources.some((resource) => resource.type === RESOURCE.MANIFEST),
      version:
        version === undefined
          ? null
          : { file: version.fileVersion, product: version.productVersion, strings: version.strings },
      pdb: tolerate(() => file.debug, []).find((entry) => entry.pdb !== undefined)?.pdb ?? null,
      debugInfo: file.sections.some((section) => /^\.z?debug_info$/.test(section.name)),
    },
  };
}

function libraryOf({ library, delayed, imports }: PeImportedLibrary): InspectedLibrary {
  return delayed
    ? { name: library, kind: "delayed", imports: imports.length }
    : { name: library, imports: imports.length };
}
