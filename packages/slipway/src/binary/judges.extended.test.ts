import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../platform/testing/need-programs.ts";
import { ElfFile } from "./elf/elf-file.ts";
import { editMacho } from "./macho/edit-macho.ts";
import type { MachoEdit } from "./macho/edit-macho.ts";
import type { MachoCommand } from "./macho/macho-commands.ts";
import { MachoFile } from "./macho/macho-file.ts";
import { verifyPages } from "./macho/verify-pages.ts";
import { peChecksum } from "./pe/pe-checksum.ts";
import { PeFile } from "./pe/pe-file.ts";
import { compareWithGo } from "./testing/compare-with-go.ts";
import { buildProbe, goDump, goTestdata } from "./testing/go-files.ts";
import { WasmModule } from "./wasm/wasm-module.ts";

needPrograms({
  "llvm-readobj": "llvm",
  readelf: "binutils",
  objdump: "binutils",
  "wasm-objdump": "wabt",
  osslsigncode: "osslsigncode",
});

function run(tool: string, ...args: string[]): string {
  return execFileSync(tool, args, { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: "C" } });
}

/** Links of a system may lead nowhere, or to themselves. */
function resolved(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** ELF files of this machine: programs, libraries, objects. */
function systemFiles(): readonly string[] {
  const files: string[] = [];
  for (const folder of ["/usr/bin", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/sbin"]) {
    let entries: string[] = [];
    try {
      entries = readdirSync(folder).sort();
    } catch {
      continue;
    }
    for (const entry of entries) {
      const file = resolved(path.join(folder, entry));
      if (file === undefined) continue;
      const stat = statSync(file);
      if (!stat.isFile() || stat.size < 64 || stat.size > 4 << 20 || files.includes(file)) continue;
      if (readFileSync(file).subarray(0, 4).toString("latin1") === "\u007fELF") files.push(file);
    }
  }
  return files.slice(0, 150);
}

test("ElfFile agrees with Go's reader and with readelf on at least 60 files of this system", () => {
  const files = systemFiles();
  assert.ok(files.length >= 60, `${files.length} files`);
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(file));
    compareWithGo({ name: file, path: file, bytes }, goDump([file])[0]!);
    const elf = new ElfFile(bytes);
    const text = run("readelf", "-W", "-n", "-d", "-l", "-V", file);
    const found = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1];
    const buildId = elf.notes.find((note) => note.name === "GNU" && note.type === 3);
    assert.equal(
      buildId && Array.from(buildId.description, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      found(/Build ID: (\w+)/),
      file,
    );
    assert.equal(elf.interpreter, found(/Requesting program interpreter: (\S+)\]/), file);
    assert.equal(elf.dynamic?.bindNow ?? false, /\(BIND_NOW\)|\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW/.test(text), file);
    assert.equal(elf.dynamic?.pie ?? false, /\(FLAGS_1\).*PIE/.test(text), file);
    assert.deepEqual(
      elf.versionNeeds.flatMap((need) => need.versions.map((version) => version.name)),
      [...text.matchAll(/Name: (\S+) {2}Flags: \S+ {2}Version: \d+/g)].map((match) => match[1]),
      file,
    );
    assert.deepEqual(
      elf.versionDefinitions.map((definition) => definition.name),
      [...text.matchAll(/Rev: 1 {2}Flags: .* {2}Index: \d+ {2}Cnt: \d+ {2}Name: (\S+)/g)].map((match) => match[1]),
      file,
    );
  }
});

interface SectionRow {
  readonly name: string;
  readonly size: number;
  readonly address: bigint;
  readonly offset: number;
}

/** The rows of `objdump -h`, which lists what is loaded and what debuggers read, and leaves tables of the linker out. */
function objdumpRows(file: string): readonly SectionRow[] {
  const text = run("objdump", "-h", "-w", file);
  const rows = /^ *\d+ (\S+) +([0-9a-f]{8,}) {2}([0-9a-f]{8,}) {2}[0-9a-f]{8,} {2}([0-9a-f]{8,}) {2}2\*\*\d+ /gm;
  return [...text.matchAll(rows)].map(([, name = "", size = "", address = "", offset = ""]) => ({
    name,
    size: Number.parseInt(size, 16),
    address: BigInt(`0x${address}`),
    offset: Number.parseInt(offset, 16),
  }));
}

test("ElfFile and PeFile agree with objdump -h on names, sizes, addresses and offsets of sections", () => {
  const told = (sections: readonly SectionRow[]): ReadonlySet<string> =>
    new Set(
      sections.map(
        ({ name, size, address, offset }) => `${name} ${size} 0x${address.toString(16)} 0x${offset.toString(16)}`,
      ),
    );
  let compared = 0;
  // Of compressed sections objdump tells the size that they unpack to.
  const probes = ["linux/386", "linux/amd64", "linux/arm64", "linux/riscv64"].map(
    (target) => buildProbe(target, { ldflags: "-compressdwarf=false" }).path,
  );
  for (const file of [...systemFiles(), ...probes]) {
    const ours = told(new ElfFile(new Uint8Array(readFileSync(file))).sections);
    const theirs = told(objdumpRows(file));
    assert.ok(theirs.size > 0, file);
    for (const row of theirs) assert.ok(ours.has(row), `${file}: ${row}`);
    compared += theirs.size;
  }
  for (const target of ["windows/386", "windows/amd64"]) {
    const probe = buildProbe(target, { ldflags: "-compressdwarf=false" });
    const pe = new PeFile(probe.bytes);
    const base = pe.optional!.imageBase;
    // Where a section is longer in the file than in memory, both tell what is loaded; names beyond eight bytes are in a table.
    const sections = pe.sections.map(({ name, virtualSize, size, address, offset }) => ({
      name,
      size: virtualSize === 0 ? size : Math.min(virtualSize, size),
      address: base + BigInt(address),
      offset,
    }));
    const theirs = told(objdumpRows(probe.path));
    assert.ok(theirs.size > 5, target);
    for (const row of theirs) assert.ok(told(sections).has(row), `${target}: ${row}`);
    compared += theirs.size;
  }
  assert.ok(compared > 2000, `${compared} sections`);
});

test("PeFile agrees with llvm-readobj on imports and exports", () => {
  const files = [
    ...goTestdata().filter((file) => /^debug\/pe\/gcc-.*-exec$/.test(file.name)),
    ...["windows/386", "windows/amd64", "windows/arm64"].map((target) => buildProbe(target)),
  ];
  for (const file of files) {
    const pe = new PeFile(file.bytes);
    const text = run("llvm-readobj", "--coff-imports", "--coff-exports", file.path);
    const expected = [...text.matchAll(/^Import \{\n([\s\S]*?)^\}/gm)].map((match) => ({
      library: /Name: (.*)/.exec(match[1]!)![1],
      symbols: [...match[1]!.matchAll(/Symbol: (\S*) \((\d+)\)/g)].map((each) => `${each[1]} ${each[2]}`),
    }));
    assert.deepEqual(
      pe.imports.map(({ library, imports }) => ({
        library,
        symbols: imports.map((each) => ("name" in each ? `${each.name} ${each.hint}` : ` ${each.ordinal}`)),
      })),
      expected,
      file.name,
    );
    assert.deepEqual(
      pe.exports?.exports.map((each) => each.name) ?? [],
      [...text.matchAll(/^Export \{[\s\S]*?Name: (.*)/gm)].map((match) => match[1]),
    );
  }
});

test("peChecksum equals osslsigncode's", () => {
  for (const target of ["windows/386", "windows/amd64", "windows/arm64"]) {
    const probe = buildProbe(target);
    // Without a signature it fails, after it told the checksums.
    const { stdout } = spawnSync("osslsigncode", ["verify", "-in", probe.path], { encoding: "utf8" });
    const calculated = /Calculated PE checksum\s*:\s*([0-9A-F]+)/i.exec(stdout)?.[1];
    assert.equal(peChecksum(probe.bytes).toString(16).toUpperCase().padStart(8, "0"), calculated, target);
  }
});

/** The load commands as `llvm-objdump --macho --private-headers` tells them. */
function loadCommands(file: string): readonly Readonly<Record<string, string>>[] {
  const text = run("llvm-objdump", "--macho", "--private-headers", file);
  return text
    .split(/^Load command \d+\n/m)
    .slice(1)
    .map((block) => {
      // Sections of a segment repeat its keys; the command's own come first.
      const fields: Record<string, string> = {};
      for (const line of block.split("\nSection\n")[0]!.split("\n")) {
        const match = /^\s*(\S+(?: version| stamp)?)\s+(.*?)\s*$/.exec(line);
        if (match !== null) fields[match[1]!] ??= match[2]!;
      }
      return fields;
    });
}

function describe(command: MachoCommand): Readonly<Record<string, string>> {
  const size = { cmdsize: `${command.size}` };
  switch (command.kind) {
    case "dylib":
      return { ...size, name: `${command.path} (offset 24)`, "current version": command.currentVersion };
    case "rpath":
      return { ...size, path: `${command.path} (offset 12)` };
    case "dylinker":
      return { ...size, name: `${command.path} (offset 12)` };
    case "uuid":
      return { ...size, uuid: command.uuid };
    case "symtab":
      return {
        ...size,
        symoff: `${command.symbolOffset}`,
        nsyms: `${command.symbolCount}`,
        stroff: `${command.stringOffset}`,
      };
    case "main":
      return { ...size, entryoff: `${command.entryOffset}`, stacksize: `${command.stackSize}` };
    case "linkedit":
      return { ...size, dataoff: `${command.dataOffset}`, datasize: `${command.dataSize}` };
    case "segment":
      return { ...size, segname: command.name, fileoff: `${command.fileOffset}`, filesize: `${command.fileSize}` };
    default:
      return size;
  }
}

function compareCommands(file: MachoFile, dump: readonly Readonly<Record<string, string>>[], name: string): void {
  const ours = file.commands.map(describe);
  assert.equal(ours.length, dump.length, name);
  for (const [index, command] of ours.entries()) {
    const theirs = Object.fromEntries(Object.keys(command).map((key) => [key, dump[index]![key]]));
    assert.deepEqual(theirs, command, `${name}, load command ${index}`);
  }
}

test("MachoFile agrees with llvm-objdump on load commands", () => {
  const files = [
    ...goTestdata().filter((file) => /^debug\/macho\/(?!fat)(?!.*bad-dysym)/.test(file.name)),
    ...["darwin/arm64", "darwin/amd64"].map((target) => buildProbe(target)),
  ];
  for (const file of files) compareCommands(new MachoFile(file.bytes), loadCommands(file.path), file.name);
});

test("editMacho leaves what llvm-install-name-tool leaves, with right page hashes", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-edit-"));
  const cases: readonly (readonly [string, readonly MachoEdit[], readonly string[]])[] = [
    ["add", [{ kind: "add-rpath", path: "@loader_path/../lib" }], ["-add_rpath", "@loader_path/../lib"]],
    [
      "change",
      [{ kind: "change-library", from: "/usr/lib/libSystem.B.dylib", to: "@rpath/libSystem.B.dylib" }],
      ["-change", "/usr/lib/libSystem.B.dylib", "@rpath/libSystem.B.dylib"],
    ],
  ];
  for (const target of ["darwin/arm64", "darwin/amd64"]) {
    const probe = buildProbe(target);
    for (const [name, edits, args] of cases) {
      const theirs = path.join(folder, `${target.replace("/", "-")}-${name}-theirs`);
      const ours = `${theirs}-ours`;
      copyFileSync(probe.path, theirs);
      run(toolName("llvm-install-name-tool"), ...args, theirs);
      writeFileSync(ours, editMacho(probe.bytes, edits).bytes);
      const file = new MachoFile(new Uint8Array(readFileSync(ours)));
      // That tool also rounds segments up to pages; what both were asked for is in these fields.
      const keep = (fields: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
        ["cmd", "cmdsize", "name", "path", "current version", "uuid", "minos", "sdk"].map((key) => fields[key]);
      assert.deepEqual(loadCommands(ours).map(keep), loadCommands(theirs).map(keep), `${target} ${name}`);
      compareCommands(file, loadCommands(ours), ours);
      assert.deepEqual(verifyPages(file)?.bad ?? [], []);
    }
  }
});

/** Debian puts the version behind the names of some tools. */
function toolName(tool: string): string {
  if (spawnSync("which", [tool]).status === 0) return tool;
  const found = readdirSync("/usr/bin").find((entry) => entry.startsWith(`${tool}-`));
  return found ?? tool;
}

test("WasmModule agrees with wasm-objdump on sections, imports and exports", () => {
  for (const target of ["js/wasm", "wasip1/wasm"]) {
    const probe = buildProbe(target);
    const module = new WasmModule(probe.bytes);
    const headers = run("wasm-objdump", "-h", probe.path);
    const expected = [...headers.matchAll(/^\s*(\w+) start=0x(\w+) end=0x(\w+) .*?(?:count: (\d+)|"(.*)")?$/gm)].map(
      (match) => ({
        name: match[1]!.toLowerCase(),
        end: Number.parseInt(match[3]!, 16),
        custom: match[5] ?? "",
      }),
    );
    assert.deepEqual(
      module.sections.map((section) => ({
        name: section.id === 0 ? "custom" : section.name === "element" ? "elem" : section.name,
        end: section.offset + section.size,
        custom: section.id === 0 ? section.name : "",
      })),
      expected,
      target,
    );
    const details = run("wasm-objdump", "-x", "-j", "Import", probe.path);
    assert.deepEqual(
      module.imports.map((each) => `${each.module}.${each.name}`),
      [...details.matchAll(/<- (\S+)$/gm)].map((match) => match[1]),
    );
    const exported = run("wasm-objdump", "-x", "-j", "Export", probe.path);
    assert.deepEqual(
      module.exports.map((each) => each.name),
      [...exported.matchAll(/-> "(.*)"$/gm)].map((match) => match[1]),
    );
    const count = (section: string): number =>
      Number(new RegExp(`^\\s*${section} .*count: (\\d+)$`, "m").exec(headers)![1]);
    assert.equal(module.functions.length, count("Function"));
    assert.equal(module.code.length, count("Code"));
    assert.equal(module.data.length, count("Data"));
    assert.equal(module.types.length, count("Type"));
    assert.equal(module.globals.length, count("Global"));
  }
});
