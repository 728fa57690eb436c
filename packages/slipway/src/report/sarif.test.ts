import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../findings.ts";
import { sarifLog } from "./sarif.ts";

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly locations?: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
      readonly partialFingerprints: unknown;
    }[];
  }[];
}

/** Where the log says that findings in these files are. */
function uris(files: readonly string[], base?: string): string[] {
  const findings = files.map((file): Finding => ({
    code: "x",
    severity: "error",
    message: "m",
    where: { file, line: 1 },
  }));
  const log = sarifLog({ findings, version: "1.0.0", ...(base === undefined ? {} : { base }) }) as Log;
  return log.runs[0]!.results.map(({ locations }) => locations?.[0]?.physicalLocation.artifactLocation.uri ?? "");
}

test("sarifLog() tells files from the repository's top on, as code hosts read them", () => {
  const files = ["main.go", "a b/x.go", "../beside.go", "/usr/lib/go/x.go"];
  assert.deepEqual(uris(files), ["main.go", "a%20b/x.go", "../beside.go", "/usr/lib/go/x.go"]);
  assert.deepEqual(uris(files, "tools/app"), [
    "tools/app/main.go",
    "tools/app/a%20b/x.go",
    "../beside.go",
    "/usr/lib/go/x.go",
  ]);
});

test("sarifLog() gives a finding one fingerprint wherever the project lies, and none a place that has none", () => {
  const log = (base: string): Log => {
    const where = { file: "main.go", line: 3, lineText: " x() " };
    const findings: Finding[] = [
      { code: "x", severity: "error", message: "m", where },
      { code: "y", severity: "notice", message: "m" },
    ];
    return sarifLog({ findings, version: "1.0.0", base }) as Log;
  };
  const [here, there] = [log("").runs[0]!.results, log("app").runs[0]!.results];
  assert.deepEqual(
    here.map(({ partialFingerprints }) => partialFingerprints),
    there.map(({ partialFingerprints }) => partialFingerprints),
  );
  assert.equal(here[1]!.locations, undefined);
});
