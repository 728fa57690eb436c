import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { crc32 } from "node:zlib";
import { joinFat } from "../fat/join-fat.ts";
import { MachoFile } from "../macho/macho-file.ts";
import type { MachoEdit } from "../macho/edit-macho.ts";
import { verifyPages } from "../macho/verify-pages.ts";
import { programResources } from "../pe/program-resources.ts";
import { writeForwarder } from "../pe/write-forwarder.ts";
import { writeSyso } from "../pe/write-resources.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { readBinary } from "../read-binary.ts";
import { splitElf } from "../split/split-elf.ts";
import { splitMacho } from "../split/split-macho.ts";
import { buildProbe } from "../testing/go-files.ts";
import { editBinary } from "./edit-binary.ts";
import type { BinaryEdit } from "./edit-binary.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-judges-"));
after(() => rmSync(folder, { recursive: true, force: true }));
needPrograms({ "llvm-objdump": "llvm", gdb: "gdb", "/usr/lib/wine/wine64": "wine64" });

const SPLIT = { debugName: "crash.debug", crc32: (bytes: Uint8Array) => crc32(bytes) };

function said(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: "utf8", cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

function file(name: string, bytes: Uint8Array): string {
  const full = path.join(folder, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, bytes, { mode: 0o755 });
  return full;
}

/** Debian puts the version behind the names of some of LLVM's tools. */
function llvm(tool: string): string {
  if (spawnSync("which", [tool]).status === 0) return tool;
  const [found] = globSync(`/usr/bin/${tool}-*`).sort();
  assert.ok(found, `${tool} is not installed`);
  return found;
}

const LIBRARY = "/usr/lib/libSystem.B.dylib";
const EDITS: Readonly<Record<string, readonly BinaryEdit[]>> = {
  none: [],
  added: [{ kind: "add-rpath", path: "@loader_path/../lib" }],
  changed: [{ kind: "change-library", from: LIBRARY, to: "@rpath/libSystem.B.dylib" }],
  several: [
    { kind: "add-rpath", path: "/one" },
    { kind: "add-library", path: "@rpath/libextra.dylib" },
    { kind: "change-rpath", from: "/one", to: "/another/and/longer/one" },
    { kind: "delete-library", path: "@rpath/libextra.dylib" },
  ],
  moved: [
    { kind: "add-rpath", path: "/one" },
    { kind: "change-rpath", from: "/one", to: "@executable_path/Frameworks" },
  ],
  removed: [
    { kind: "add-rpath", path: "/one" },
    { kind: "delete-rpath", path: "/one" },
  ],
  taken: [{ kind: "add-library", path: "@rpath/libextra.dylib" }],
  signed: [{ kind: "sign" }],
  renamed: [{ kind: "sign", identifier: "org.example.probe" }],
};

/** Every darwin program after every edit, and split; the signed ones of both processors joined. */
function editedPrograms(): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const thin = ["darwin/arm64", "darwin/amd64"].flatMap((target) => {
    const { bytes } = buildProbe(target, { ldflags: "-compressdwarf=false" });
    const edited = Object.entries(EDITS).map(([name, edits]) => ({
      name: `${target.replace("/", "-")}-${name}`,
      bytes: editBinary(bytes, edits, { identifier: "probe" }).bytes,
    }));
    return [...edited, { name: `${target.replace("/", "-")}-split`, bytes: splitMacho(bytes, SPLIT).program }];
  });
  const signed = thin.filter(({ name }) => name.endsWith("-signed"));
  return [...thin, { name: "universal", bytes: joinFat(signed.map(({ bytes }) => bytes)) }];
}

/** The slices of a universal program, or the one program. */
function slicesOf(bytes: Uint8Array): readonly MachoFile[] {
  const binary = readBinary(bytes);
  return binary.format === "macho-fat"
    ? binary.slices.map((slice) => new MachoFile(slice.bytes))
    : [new MachoFile(bytes)];
}

test("llvm-objdump reads every edited Mach-O program, and all page hashes are right", () => {
  for (const { name, bytes } of editedPrograms()) {
    const slices = slicesOf(bytes);
    for (const slice of slices) assert.deepEqual(verifyPages(slice)?.bad ?? [], [], name);
    const text = said(llvm("llvm-objdump"), "--macho", "--arch=all", "--private-headers", "--bind", file(name, bytes));
    const commands = slices.reduce((sum, { header }) => sum + header.commandCount, 0);
    assert.equal(text.match(/^Load command /gm)?.length, commands, name);
    assert.doesNotMatch(text, /past end of file|malformed/, name);
  }
});

test("edited rpaths and libraries are what llvm-install-name-tool makes of the same program", () => {
  const base = editBinary(buildProbe("darwin/arm64").bytes, [
    { kind: "add-rpath", path: "/one" },
    { kind: "add-rpath", path: "/two" },
  ]).bytes;
  const cases: readonly (readonly [readonly MachoEdit[], readonly string[]])[] = [
    [[{ kind: "delete-rpath", path: "/one" }], ["-delete_rpath", "/one"]],
    [[{ kind: "change-rpath", from: "/two", to: "@executable_path/x" }], ["-rpath", "/two", "@executable_path/x"]],
    [[{ kind: "change-library", from: LIBRARY, to: "/x.dylib" }], ["-change", LIBRARY, "/x.dylib"]],
    [[{ kind: "add-rpath", path: "/three" }], ["-add_rpath", "/three"]],
  ];
  for (const [index, [edits, args]] of cases.entries()) {
    const theirs = file(`theirs-${index}`, base);
    said(llvm("llvm-install-name-tool"), ...args, theirs);
    const [ours, other] = [editBinary(base, edits).bytes, new Uint8Array(readFileSync(theirs))].map((bytes) => {
      const macho = new MachoFile(bytes);
      return {
        rpaths: macho.rpaths,
        libraries: macho.libraries.map(({ path: name, use, currentVersion }) => [name, use, currentVersion]),
        commands: macho.commands.map(({ command, size }) => [command, size]),
        bad: verifyPages(macho)?.bad,
      };
    });
    assert.deepEqual(ours, other, args.join(" "));
  }
});

/** Where it was named, where `PATH` has it, and where cargo puts it. */
const rcodesign = [process.env["RCODESIGN"], "rcodesign", path.join(os.homedir(), ".cargo/bin/rcodesign")].find(
  (program) => program !== undefined && spawnSync(program, ["--version"]).status === 0,
);

test(
  "rcodesign verify has nothing against edited programs that it has not against Go's and its own",
  {
    skip: rcodesign === undefined && "rcodesign is not here: cargo install --locked apple-codesign, or RCODESIGN=PATH",
  },
  () => {
    const problems = (program: string): readonly string[] => {
      const { stdout, stderr } = spawnSync(rcodesign!, ["verify", program], { encoding: "utf8" });
      const lines = `${stdout}${stderr}`
        .split("\n")
        .filter((line) => line !== "" && !/buggy|^Error: problems/.test(line));
      // Slices of a universal program are counted in front.
      return lines.map((line) => line.replace(/^@\d+: /, "").replace(/^.*?(digest mismatch).*$/, "$1"));
    };
    const linker = problems(file("linker", buildProbe("darwin/arm64").bytes));
    const own = file("own", buildProbe("darwin/amd64").bytes);
    said(rcodesign!, "sign", own);
    const allowed = new Set([...linker, ...problems(own)]);
    assert.ok(!allowed.has("digest mismatch"));
    const damaged = buildProbe("darwin/arm64").bytes.slice();
    damaged[0x9000]! ^= 1;
    assert.ok(problems(file("damaged", damaged)).includes("digest mismatch"), "the judge sees a changed page");
    let judged = 0;
    for (const { name, bytes } of editedPrograms()) {
      if (slicesOf(bytes).some(({ signature }) => signature === undefined)) continue;
      assert.deepEqual(
        problems(file(`rc-${name}`, bytes)).filter((line) => !allowed.has(line)),
        [],
        name,
      );
      judged++;
    }
    assert.ok(judged >= 13, `${judged}`);
  },
);

const CRASH = `package main

import "os"

type node struct {
	next  *node
	value int
}

//go:noinline
func deepest(n *node) int {
	return n.next.value
}

//go:noinline
func middle(n *node) int { return deepest(n) + 1 }

func main() {
	os.Exit(middle(&node{}))
}
`;

test("gdb shows function and line of a crash, from a core of the stripped program, by debug link and by build ID", () => {
  const whole = buildProbe("linux/amd64", { files: { "main.go": CRASH } });
  const { program, debug, id } = splitElf(whole.bytes, SPLIT);
  const crash = file("gdb/crash", program);
  const core = path.join(folder, "gdb", "core.crash");
  said("gdb", "-nx", "-batch", "-ex", "set auto-load no", "-ex", "run", "-ex", `generate-core-file ${core}`, crash);
  const stack = (...setup: string[]): string =>
    said("gdb", "-nx", "-batch", ...setup, "-ex", `file ${crash}`, "-ex", `core-file ${core}`, "-ex", "bt");
  assert.doesNotMatch(stack(), /deepest/);
  const expected =
    /#0 .* in main\.deepest .*main\.go:12\n#1 .* in main\.middle .*main\.go:16\n#2 .* in main\.main .*main\.go:19/;
  const beside = file("gdb/crash.debug", debug);
  assert.match(stack(), expected);
  rmSync(beside);
  file(`gdb/ids/.build-id/${id!.slice(0, 2)}/${id!.slice(2)}.debug`, debug);
  assert.match(stack("-ex", `set debug-file-directory ${folder}/gdb/ids`), expected);
});

test("llvm-symbolizer finds function and line of an address of the stripped Mach-O program in the dSYM beside it", () => {
  for (const target of ["darwin/arm64", "darwin/amd64"]) {
    const whole = buildProbe(target, { ldflags: "-compressdwarf=false", files: { "main.go": CRASH } });
    const { program, debug } = splitMacho(whole.bytes, SPLIT);
    const name = target.replace("/", "-");
    const stripped = file(`sym/${name}`, program);
    const address = new MachoFile(whole.bytes).symbols.find((symbol) => /^_?main\.deepest$/.test(symbol.name))!.value;
    const ask = (): string => said(llvm("llvm-symbolizer"), `--obj=${stripped}`, `0x${(address + 4n).toString(16)}`);
    assert.doesNotMatch(ask(), /main\.deepest/);
    file(`sym/${name}.dSYM/Contents/Resources/DWARF/${name}`, debug);
    assert.match(ask(), /^main\.deepest\n\S*main\.go:1[12]:/);
  }
});

test("a Go program for Windows with resources, added after or before the link, runs under wine", () => {
  const home = path.join(folder, "wine");
  mkdirSync(home);
  const env = {
    ...process.env,
    HOME: home,
    WINEPREFIX: path.join(home, "prefix"),
    WINEDEBUG: "-all",
    WINEDLLOVERRIDES: "mscoree,mshtml=",
  };
  const wine = (...args: string[]): string =>
    execFileSync("/usr/lib/wine/wine64", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  wine("wineboot", "-i");
  const exports = { ProcessPrng: "advapi32.SystemFunction036" };
  file(
    "wine/prefix/drive_c/windows/system32/bcryptprimitives.dll",
    writeForwarder({ name: "bcryptprimitives.dll", exports, machine: "amd64" }),
  );
  const manifest = new TextEncoder().encode(
    '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"><trustInfo xmlns="urn:schemas-microsoft-com:asm.v3"/></assembly>',
  );
  const resources = programResources({ version: "1.2.3", strings: { ProductName: "Probe" }, manifest });
  for (const ldflags of ["", "-s -w"]) {
    const probe = buildProbe("windows/amd64", { ldflags });
    const edited = file("edited.exe", editBinary(probe.bytes, [{ kind: "add-resources", resources }]).bytes);
    assert.equal(wine(edited), "v1.2.32026-01-02 03:04depembedded hello\n");
  }
  const syso = Buffer.from(writeSyso(resources, "amd64")).toString("latin1");
  const linked = buildProbe("windows/amd64", { binaryFiles: { "probe_windows_amd64.syso": syso } });
  copyFileSync(linked.path, path.join(folder, "linked.exe"));
  assert.equal(wine(path.join(folder, "linked.exe")), "v1.2.32026-01-02 03:04depembedded hello\n");
});
