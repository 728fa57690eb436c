import assert from "node:assert/strict";
import test from "node:test";
import { inspectBinary } from "../inspect/inspect-binary.ts";
import { MachoFile } from "../macho/macho-file.ts";
import { signAdHoc } from "../macho/sign-ad-hoc.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import { compareWithGo } from "../testing/compare-with-go.ts";
import { buildProbe, goDump, goVersionRows } from "../testing/go-files.ts";
import { findPclntab } from "./find-pclntab.ts";
import { readGoFunctions } from "./go-functions.ts";

/** One release for every layout of the function table and of the build info, with its own idea of go.mod. */
const releases: readonly (readonly [string, string])[] = [
  ["go1.16.15", "1.16"],
  ["go1.17.13", "1.16"],
  ["go1.18.10", "1.18"],
  ["go1.20.14", "1.20"],
  ["go1.24.9", "1.20"],
  ["go1.27.0", "1.20"],
];

const FILES = {
  "go.mod":
    "module example.com/probe\n\ngo 1.16\n\nrequire example.com/dep v1.4.2\n\nreplace example.com/dep => ./dep\n",
  "dep/go.mod": "module example.com/dep\n\ngo 1.16\n",
};

for (const [release] of releases) {
  test(`signAdHoc writes what the linker of ${release} wrote, byte for byte`, () => {
    for (const options of [{}, { ldflags: "-s -w" }, { buildmode: "pie" }]) {
      const { bytes } = buildProbe("darwin/arm64", {
        env: { GOTOOLCHAIN: release, GOENV: "off" },
        files: FILES,
        ...options,
      });
      const { offset, size } = new MachoFile(bytes).signature!;
      const damaged = bytes.slice().fill(0, offset, offset + size);
      const signed = signAdHoc(damaged, { identifier: "a.out", style: "linker" });
      assert.ok(Buffer.from(signed).equals(bytes), `${release} ${JSON.stringify(options)}`);
    }
  });
}

for (const [release, layout] of releases) {
  test(`Go facts hold for ${release}, stripped or not, on ELF, PE, Mach-O and WebAssembly`, () => {
    for (const target of ["linux/amd64", "windows/amd64", "darwin/arm64", "js/wasm"]) {
      const env = { GOTOOLCHAIN: release, GOENV: "off" };
      const whole = buildProbe(target, { env, files: FILES });
      const stripped = buildProbe(target, { env, files: FILES, ldflags: "-s -w" });
      const programs = [whole, stripped].map((each) => readBinary(each.bytes));
      const [functions, same] = programs.map((each) => {
        assert.ok(isProgram(each));
        assert.equal(findPclntab(each)?.table.layout, layout, `${release} ${target}`);
        return readGoFunctions(each);
      });
      assert.deepEqual(same, functions);
      assert.ok(functions!.some((each) => each.name === "main.main" && each.size > 0));
      const { go } = inspectBinary(stripped.bytes);
      assert.equal(go?.path, "example.com/probe");
      assert.equal(go?.deps[0]?.path, "example.com/dep");
      assert.deepEqual(
        go?.embedded.map((file) => file.name),
        ["assets/hello.txt", "assets/more.txt"],
      );
      if (target === "js/wasm") continue;
      assert.equal(go?.version, release);
      assert.equal(goVersionRows(stripped.path)[0]![0], release);
      compareWithGo(whole, goDump([whole.path])[0]!);
    }
  });
}
