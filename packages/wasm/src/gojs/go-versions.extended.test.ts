import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { compile } from "../core/compile.ts";
import { buildGo, temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { mountTree } from "../node/mounts.ts";
import { buildStdTests, goRoot, readResult } from "../testing/std-tests.ts";
import { runGo } from "./run-go.ts";

/** The oldest and the newest that are supported; SLIPWAY_GO_VERSIONS names others, as in "go1.22.12 go1.23.12". */
const VERSIONS = (process.env["SLIPWAY_GO_VERSIONS"] ?? "go1.21.13 go1.27.0").split(" ");
const source = path.resolve(import.meta.dirname, "../../testdata/behaviours");

describe("programs of other releases of Go", () => {
  const env = { GREETING: "hello" };
  let native = "";
  const folder = temporaryFolder();

  before(() => {
    native = execFileSync(buildGo({ program: "behaviours", os: "native" }), [temporaryFolder()], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    mkdirSync(path.join(folder, "behaviours"));
    cpSync(source, path.join(folder, "behaviours"), { recursive: true });
    writeFileSync(path.join(folder, "go.mod"), "module example.com/behaviours\n\ngo 1.21\n");
  });

  for (const version of VERSIONS) {
    for (const os of ["wasip1", "js"] as const) {
      test(`${version} on ${os} behaves as a native program`, async () => {
        const out = path.join(folder, `${version}-${os}.wasm`);
        execFileSync("go", ["build", "-o", out, "./behaviours"], {
          cwd: folder,
          env: { ...process.env, GOTOOLCHAIN: version, GOFLAGS: "-buildvcs=false", GOOS: os, GOARCH: "wasm" },
          stdio: ["ignore", "ignore", "inherit"],
        });
        const written = capture();
        const options = { args: ["/tmp"], env, stdout: written.sink, stderr: () => {} };
        const program = await runGo(await compile(readFileSync(out)), options);
        assert.equal(await program.exited, 0, written.text());
        const lines = written.text().trim().split("\n");
        // Releases before 1.24 know less of the end of the list.
        assert.ok(lines.length >= 41, written.text());
        assert.deepEqual(lines, native.trim().split("\n").slice(0, lines.length));
      });

      test(`the tests of io/fs of ${version} pass on ${os}`, async () => {
        const { program: tests, cwd } = buildStdTests("io/fs", os, version);
        const root = goRoot(version);
        const written = capture();
        const program = await runGo(await compile(readFileSync(tests)), {
          args: ["-test.v", "-test.short"],
          env: { PWD: cwd, GOROOT: root },
          cwd,
          files: await mountTree([
            { host: root, guest: root, readOnly: true },
            { host: temporaryFolder(), guest: "/tmp" },
          ]),
          stdout: written.sink,
          stderr: written.sink,
        });
        const code = await program.exited;
        const { passed, failed } = readResult(code, written.text());
        assert.deepEqual([code, failed], [0, []], written.text().slice(-2000));
        // As many as Go 1.21 has; newer releases have more.
        assert.ok(passed >= 14, `${passed} passed`);
      });
    }
  }
});
