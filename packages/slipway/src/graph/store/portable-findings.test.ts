import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../findings.ts";
import { localFindings, portableFindings } from "./portable-findings.ts";

function at(file: string): Finding {
  return { code: "c", severity: "warning", message: "m", where: { file, line: 3 } };
}

test("portableFindings() moves places from one checkout to another and leaves all others alone", () => {
  const bare: Finding = { code: "c", severity: "notice", message: "m" };
  const stored = portableFindings(
    [at("/a/p/cmd/main.go"), at("/usr/go/x.go"), at("relative.go"), at("/a/pq/x.go"), bare],
    "/a/p",
  );
  const files = localFindings(stored, "/b/q").map(({ where }) => where?.file);
  assert.deepEqual(files, ["/b/q/cmd/main.go", "/usr/go/x.go", "relative.go", "/a/pq/x.go", undefined]);
});
