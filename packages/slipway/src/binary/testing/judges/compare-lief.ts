import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { ElfFile } from "../../elf/elf-file.ts";
import type { MachoFile } from "../../macho/macho-file.ts";
import type { PeFile } from "../../pe/pe-file.ts";
import { readBinary, type Binary } from "../../read-binary.ts";
import { madeFolder, type TestFile } from "../go-files.ts";

const VERSION = "1.0.0";

/** A Python that has LIEF: this machine's, else one of its own below the temporary folder. */
function pythonWithLief(): string {
  const has = (python: string): boolean =>
    spawnSync(python, ["-c", `import lief; assert lief.__version__.startswith("${VERSION}")`]).status === 0;
  if (has("python3")) return "python3";
  const folder = madeFolder(`lief ${VERSION}`);
  const python = path.join(folder, "bin", "python3");
  if (!existsSync(python)) execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  if (!has(python)) execFileSync(python, ["-m", "pip", "install", "-q", `lief==${VERSION}`], { stdio: "inherit" });
  return python;
}

/** What LIEF reads from the files, in their order. */
function liefDump(files: readonly TestFile[]): readonly unknown[] {
  const script = path.join(import.meta.dirname, "lief-dump.py");
  const args = [script, ...files.map((file) => file.path)];
  const text = execFileSync(pythonWithLief(), args, { encoding: "utf8", maxBuffer: 1 << 29 });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

/** Asserts that LIEF sees the same names, libraries, versions and sections in every file. */
export function compareWithLief(files: readonly TestFile[]): void {
  const dumps = liefDump(files);
  for (const [index, file] of files.entries()) {
    const dump = dumps[index];
    assert.deepEqual(ours(readBinary(file.bytes), dump), dump, file.name);
  }
}

function ours(binary: Binary, dump: unknown): unknown {
  switch (binary.format) {
    case "elf":
      return elf(binary);
    case "pe":
      return pe(binary);
    case "macho":
      return [macho(binary, (dump as { uuid: unknown }[])[0])];
    case "macho-fat":
      return binary.slices.map((slice, index) => macho(binary.macho(slice), (dump as { uuid: unknown }[])[index]));
    default:
      return assert.fail(`LIEF is no judge of ${binary.format}`);
  }
}

function elf(file: ElfFile): object {
  return {
    interpreter: file.interpreter ?? "",
    libraries: file.dynamic?.needed ?? [],
    sections: file.sections.map(({ name, size, offset }) => [name, size, offset]),
    dynamic: file.dynamicSymbols.map(({ name, value, size, section }) => [name, Number(value), Number(size), section]),
    entry: Number(file.header.entry),
  };
}

function pe(file: PeFile): object {
  return {
    machine: file.coff.machine,
    imports: file.imports.map(({ library, imports }) => [
      library,
      imports.map((each) => ("name" in each ? each.name : each.ordinal)),
    ]),
    sections: file.sections.map(({ name, size, offset }) => [name, size, offset]),
    signatures: file.certificates.length,
    subsystem: file.optional?.subsystem,
    exports: (file.exports?.exports ?? []).map((each) => each.name ?? "").sort(),
  };
}

function macho(file: MachoFile, dump: { readonly uuid: unknown } | undefined): object {
  const build = file.buildVersions[0];
  const three = (version: string | undefined): number[] => {
    if (version === undefined) return [];
    const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
    return [major, minor, patch];
  };
  const uuid = file.uuid?.replaceAll("-", "").match(/../g) ?? null;
  return {
    cpu: file.header.cpu,
    libraries: file.libraries.map((library) => library.path),
    rpaths: file.rpaths,
    uuid: uuid === null ? (dump?.uuid === null ? null : []) : uuid.map((byte) => Number.parseInt(byte, 16)),
    minimum: three(build?.minimumOs),
    sdk: three(build?.sdk),
    signed: file.signature !== undefined,
    sections: file.sections.map(({ segment, name, size, offset }) => [segment, name, Number(size), offset]),
    symbols: file.symbols.length,
    pie: (file.header.flags & 0x200000) !== 0,
  };
}
