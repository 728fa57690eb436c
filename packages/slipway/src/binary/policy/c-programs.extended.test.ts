import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { judged } from "../testing/judged.ts";
import type { Policy } from "./policy.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-policy-"));
after(() => rmSync(folder, { recursive: true, force: true }));
before(() => needPrograms({ gcc: "gcc", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64" }));

const MAIN = "int main(void) { return 0; }\n";

/** Compiles one C or assembly file and judges the result. */
function compiled(source: string, flags: readonly string[], policy: Policy = {}, compiler = "gcc"): readonly string[] {
  const file = path.join(folder, /^\s*\./.test(source) ? "source.s" : "source.c");
  const output = path.join(folder, "output.exe");
  writeFileSync(file, source);
  // Debian's linker writes this time where others write the clock's.
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1700000000" };
  execFileSync(compiler, [file, "-o", output, ...flags], { cwd: folder, env });
  return judged(new Uint8Array(readFileSync(output)), policy);
}

test("executable-stack and text-relocations are found in what gcc links", () => {
  assert.deepEqual(compiled(MAIN, []), []);
  assert.deepEqual(compiled(MAIN, ["-z", "execstack"]), ["warning executable-stack"]);
  const absolute = ".text\n.globl f\nf: movabs $f, %rax\nret\n.section .note.GNU-stack\n";
  assert.deepEqual(compiled(absolute, ["-shared", "-Wl,-z,notext"]), ["warning text-relocations"]);
});

test("unsafe-rpath is found in run paths of ELF", () => {
  assert.deepEqual(compiled(MAIN, ["-Wl,-rpath,/opt/lib"]), ["warning unsafe-rpath"]);
  assert.deepEqual(compiled(MAIN, ["-Wl,-rpath,$ORIGIN/../lib:/opt/lib", "-Wl,--disable-new-dtags"]), [
    "warning unsafe-rpath",
  ]);
  assert.deepEqual(compiled(MAIN, ["-Wl,-rpath,$ORIGIN/../lib"]), []);
  assert.deepEqual(compiled(MAIN, ["-Wl,-rpath,$ORIGIN/../../../lib"]), ["warning unsafe-rpath"]);
});

test("foreign-library and new-glibc are found in what gcc links", () => {
  writeFileSync(path.join(folder, "x.c"), "int x(void) { return 1; }\n");
  execFileSync("gcc", ["-shared", "-o", path.join(folder, "libx.so"), path.join(folder, "x.c")]);
  const source = "int x(void);\nint main(void) { return x(); }\n";
  const flags = ["-L", folder, "-lx"];
  assert.deepEqual(compiled(source, flags), ["warning foreign-library"]);
  assert.deepEqual(compiled(source, flags, { limits: { libraries: ["libx.so"] } }), []);
  assert.deepEqual(compiled(MAIN, [], { limits: { glibc: "2.2" } }), ["error new-glibc"]);
  assert.deepEqual(compiled(MAIN, [], { promised: { os: "linux", libc: "musl" } }), ["error wrong-libc"]);
  assert.deepEqual(compiled(MAIN, ["-static"], { promised: { os: "linux", libc: "musl" } }), []);
});

test("forbidden-symbol is found linked, weakly linked and named to dlsym, stripped or not", () => {
  const limits = { symbols: ["_secret_call"] };
  const weak =
    "extern int secret_call(void) __attribute__((weak));\nint main(void) { return secret_call ? secret_call() : 0; }\n";
  const named = '#include <dlfcn.h>\nint main(void) { return dlsym(RTLD_DEFAULT, "secret_call") != 0; }\n';
  const other = '#include <dlfcn.h>\nint main(void) { return dlsym(RTLD_DEFAULT, "secret_call_too") != 0; }\n';
  for (const strip of [[], ["-s"]]) {
    assert.deepEqual(compiled(weak, strip, { limits }), ["error forbidden-symbol"]);
    assert.deepEqual(compiled(named, strip, { limits }), ["error forbidden-symbol"]);
    assert.deepEqual(compiled(other, strip, { limits }), []);
    assert.deepEqual(compiled(`// secret_call\n${MAIN}`, strip, { limits }), []);
  }
});

test("no-relro and time-stamp follow the linker's flags", () => {
  const rules = { "no-relro": "warning" } as const;
  assert.deepEqual(compiled(MAIN, ["-Wl,-z,norelro"], { rules }), ["warning no-relro"]);
  assert.deepEqual(compiled(MAIN, ["-Wl,-z,relro,-z,now"], { rules }), []);
  const windows = (...flags: string[]): readonly string[] => compiled(MAIN, flags, {}, "x86_64-w64-mingw32-gcc");
  assert.deepEqual(windows("-Wl,--insert-timestamp"), ["warning time-stamp"]);
  assert.deepEqual(windows("-Wl,--no-insert-timestamp"), []);
});
