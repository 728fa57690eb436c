import assert from "node:assert/strict";
import { test } from "node:test";
import { LC } from "../../macho/macho-constants.ts";
import { editMacho } from "../../macho/edit-macho.ts";
import { MachoFile } from "../../macho/macho-file.ts";
import { buildProbe, goTestdata } from "../../testing/go-files.ts";
import { judged, patched } from "../../testing/judged.ts";
import { isSystemLibrary } from "../system-libraries.ts";

const darwin = (): Uint8Array => buildProbe("darwin/arm64").bytes;
const library = (path: string): Uint8Array => editMacho(darwin(), [{ kind: "add-library", path }]).bytes;
const rpath = (path: string): Uint8Array => editMacho(darwin(), [{ kind: "add-rpath", path }]).bytes;

test("bad-signature is found where a byte was changed or the signature is gone", () => {
  assert.deepEqual(judged(darwin()), []);
  assert.deepEqual(judged(patched(darwin(), (view) => view.setUint8(0x8000, view.getUint8(0x8000) ^ 1))), [
    "error bad-signature",
  ]);
  const command = new MachoFile(darwin()).commands.find((each) => each.command === LC.CODE_SIGNATURE)!;
  assert.deepEqual(judged(patched(darwin(), (view) => view.setUint32(command.offset, 0x7f, true))), [
    "error bad-signature",
  ]);
  // Intel Macs start programs that nobody signed.
  assert.deepEqual(judged(buildProbe("darwin/amd64").bytes), []);
});

test("no-uuid is found without LC_UUID", () => {
  const { bytes } = buildProbe("darwin/amd64");
  const command = new MachoFile(bytes).commands.find((each) => each.command === LC.UUID)!;
  assert.deepEqual(judged(patched(bytes, (view) => view.setUint32(command.offset, 0x7f, true))), ["warning no-uuid"]);
});

test("new-os is found where the program asks for a newer system than promised", () => {
  assert.deepEqual(judged(darwin(), { limits: { minimumOs: { darwin: "11.0" } } }), ["error new-os"]);
  assert.deepEqual(judged(darwin(), { limits: { minimumOs: { darwin: "15.0" } } }), []);
});

test("wrong-libc is found in a program that asks for a loader it should not need", () => {
  const pie = buildProbe("linux/amd64", { buildmode: "pie" }).bytes;
  const promised = { os: "linux", arch: "amd64", libc: "static" };
  assert.deepEqual(judged(pie, { promised }), ["error wrong-libc"]);
  assert.deepEqual(judged(pie, { promised: { ...promised, buildmode: "pie" } }), ["warning wrong-libc"]);
  assert.deepEqual(judged(pie, { promised: { ...promised, libc: "musl" } }), ["error wrong-libc"]);
  assert.deepEqual(judged(pie, { promised: { ...promised, libc: "gnu.2.17" } }), []);
  assert.deepEqual(judged(buildProbe("linux/amd64").bytes, { promised }), []);
});

test("new-glibc is found in the versions of symbols", () => {
  const { bytes } = goTestdata().find(({ name }) => name === "debug/elf/gcc-amd64-linux-exec")!;
  assert.ok(judged(bytes, { limits: { glibc: "2.2" } }).includes("error new-glibc"));
  assert.ok(!judged(bytes, { limits: { glibc: "2.17" } }).includes("error new-glibc"));
  assert.ok(judged(bytes, { promised: { libc: "gnu.2.2.4" } }).includes("error new-glibc"));
});

test("unresolved-rpath is found where nothing says what @rpath is", () => {
  const limits = { libraries: ["libx.dylib"] };
  const open = library("@rpath/libx.dylib");
  assert.deepEqual(judged(open, { limits }), ["error unresolved-rpath"]);
  const { bytes } = editMacho(open, [{ kind: "add-rpath", path: "@executable_path/../lib" }]);
  assert.deepEqual(judged(bytes, { limits }), []);
});

test("unsafe-rpath is found for a folder of the machine, of the caller, or far above", () => {
  for (const path of ["/opt/homebrew/lib", "lib", "@executable_path/../../../lib", "@loader_path/../x/../../y"])
    assert.deepEqual(judged(rpath(path)), ["warning unsafe-rpath"], path);
  for (const path of ["@executable_path", "@loader_path/../lib", "@executable_path/lib/./x", "/usr/lib/swift"])
    assert.deepEqual(judged(rpath(path)), [], path);
});

test("foreign-library is found for what no system brings, unless it is allowed", () => {
  const foreign = library("/opt/homebrew/opt/openssl@3/lib/libssl.3.dylib");
  assert.deepEqual(judged(foreign), ["warning foreign-library"]);
  assert.deepEqual(judged(foreign, { limits: { libraries: ["libssl.*.dylib"] } }), []);
  assert.deepEqual(judged(foreign, { limits: { libraries: ["libcrypto.*"] } }), ["warning foreign-library"]);
  assert.deepEqual(judged(library("/usr/lib/libsqlite3.dylib")), []);
});

test("isSystemLibrary knows what systems bring", () => {
  for (const [name, os] of [
    ["libc.so.6", "linux"],
    ["ld-linux-x86-64.so.2", "linux"],
    ["libc.musl-x86_64.so.1", "linux"],
    ["KERNEL32.dll", "windows"],
    ["api-ms-win-crt-runtime-l1-1-0.dll", "windows"],
    ["libc.so.7", "freebsd"],
  ] as const)
    assert.ok(isSystemLibrary(name, os), name);
  for (const [name, os] of [
    ["libsqlite3.so.0", "linux"],
    ["libcurl.so.4", "linux"],
    ["libwinpthread-1.dll", "windows"],
    ["libgcc_s_seh-1.dll", "windows"],
    ["/opt/homebrew/lib/libz.dylib", "darwin"],
    ["@rpath/libz.dylib", "darwin"],
  ] as const)
    assert.ok(!isSystemLibrary(name, os), name);
});
