import assert from "node:assert/strict";
import { test } from "node:test";
import { buildProbe } from "../../testing/go-files.ts";
import { inspectBinary } from "../../inspect/inspect-binary.ts";
import { judge } from "../judge.ts";
import { judged } from "../../testing/judged.ts";

const SYMBOL = "_MTLCopyAllDevices";
const limits = { symbols: [SYMBOL] };

/** A program that has `lines` in main and a stand-in for dlsym. */
function program(target: string, lines: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  return buildProbe(target, {
    ldflags: "-s -w",
    files: {
      "main.go": `package main

import (
	"embed"
	"os"

	"example.com/dep"
)

//go:embed assets
var assets embed.FS

var version = "dev"
var date string
var table = []string{"one"}

//go:noinline
func dlsym(name string) { os.Stdout.WriteString(name) }

func main() {
	data, _ := assets.ReadFile("assets/hello.txt")
	os.Stdout.WriteString(version + date + dep.Name() + string(data) + table[len(os.Args)-1])
${lines}
}
`,
      ...more,
    },
  }).bytes;
}

for (const target of ["linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64"]) {
  test(`forbidden-symbol finds the name in a string constant and nothing that only looks like it, on ${target}`, () => {
    const named = program(target, '\tdlsym("MTLCopyAllDevices")');
    const findings = judge(inspectBinary(named), named, { limits });
    assert.deepEqual(
      findings.map(({ severity, code }) => `${severity} ${code}`),
      ["error forbidden-symbol"],
    );
    assert.match(findings[0]!.actual!, /string constant, [\w.,]+ at 0x[0-9a-f]+$/);
    const offset = Number(/0x[0-9a-f]+$/.exec(findings[0]!.actual!)![0]);
    assert.equal(new TextDecoder().decode(named.subarray(offset, offset + 17)), "MTLCopyAllDevices");

    const inTable = program(
      target,
      '\ttable = []string{os.Args[0], "MTLCopyAllDevices"}\n\tdlsym(table[len(os.Args)])',
    );
    assert.deepEqual(judged(inTable, { limits }), ["error forbidden-symbol"]);

    for (const [what, bytes] of [
      ["a comment", program(target, "\t// dlsym(MTLCopyAllDevices) is not called")],
      ["a longer name", program(target, '\tdlsym("MTLCopyAllDevicesWithObserver")')],
      ["a sentence", program(target, '\tdlsym("never ask MTLCopyAllDevices for anything")')],
      ["an embedded source file", program(target, "", { "assets/more.txt": "// MTLCopyAllDevices()\n" })],
    ] as const)
      assert.deepEqual(judged(bytes, { limits }), [], what);
  });
}

test("forbidden-symbol finds what is linked, in every format", () => {
  const uses = (target: string, symbol: string): readonly string[] =>
    judged(buildProbe(target).bytes, { limits: { symbols: [symbol] } });
  assert.deepEqual(uses("darwin/arm64", "_write"), ["error forbidden-symbol"]);
  assert.deepEqual(uses("darwin/arm64", "write"), ["error forbidden-symbol"]);
  assert.deepEqual(uses("darwin/arm64", "_gethostbyname"), []);
  assert.deepEqual(uses("windows/amd64", "WriteFile"), ["error forbidden-symbol"]);
  assert.deepEqual(uses("linux/amd64", "runtime.mallocgc"), ["error forbidden-symbol"]);
  assert.deepEqual(uses("js/wasm", "runtime.wasmExit"), ["error forbidden-symbol"]);
});
