import assert from "node:assert/strict";
import test from "node:test";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { buildProbe, goTestdata } from "../../binary/testing/go-files.ts";
import { wasmBytes } from "../../binary/testing/small-files.ts";
import { makeStyle } from "../style.ts";
import { inspectionText } from "./inspection-text.ts";

const plain = makeStyle(false);

function page(bytes: Uint8Array, file = "file"): string {
  return inspectionText({ file, ...inspectBinary(bytes), findings: [] }, plain)
    .replaceAll(/\d[\d.]* (?:[kM]?B)/g, "SIZE")
    .replaceAll(/go\d[\w.]*/g, "goVERSION")
    .replaceAll(/Go \d[\w.]*/g, "Go VERSION");
}

test("inspectionText answers what a person asks of a Go program", () => {
  assert.equal(
    page(buildProbe("linux/amd64").bytes, "dist/probe"),
    `dist/probe
  A program for Linux on 64-bit x86, made by Go VERSION from example.com/probe

  what      ELF 64 bit, SIZE, with symbols, with debug information
  for       linux/amd64, GOAMD64=v1
  built     module example.com/probe (devel)
            -trimpath CGO_ENABLED=0
  modules   example.com/dep v1.4.2, replaced by ./dep (devel)
  needs     no libraries: it runs by itself
  carries   2 embedded files, SIZE: assets/hello.txt, assets/more.txt
            main.date = "2026-01-02 03:04"
            main.version = "v1.2.3"
  hardened  at a fixed address, stack not executable`,
  );
});

test("inspectionText tells signature, minimum system and slices", () => {
  const mac = page(buildProbe("darwin/arm64").bytes);
  assert.match(mac, /^ {2}signed {4}by the linker, ad hoc: its bytes are sealed, nobody vouches for them, as a\.out$/m);
  assert.match(mac, /^ {2}for {7}darwin\/arm64, GOARM64=v8\.0, macOS [\d.]+ or later, SDK [\d.]+$/m);
  const fat = goTestdata().find((file) => file.name.includes("fat-gcc"))!;
  assert.match(page(fat.bytes), /^ {2}holds {3}386: A program for macOS on 32-bit x86, SIZE$/m);
  assert.match(page(buildProbe("windows/386").bytes), /console program$[^]*ASLR, DEP/m);
});

test("inspectionText tells what WebAssembly asks of its host", () => {
  assert.equal(
    page(wasmBytes()),
    `file
  A WebAssembly module

  what     WebAssembly 32 bit, SIZE, without debug information
  for      unknown
  needs    env (4 names)
           SIZE of memory to begin with, at most SIZE
  carries  made with C11
           uses simd128, sign-ext`,
  );
});
