import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { runProcess } from "../../platform/process/process.ts";
import { readFacts } from "../../library/read-facts.ts";
import { examinePortability } from "./examine-portability.ts";
import { plainTarget } from "./portability-targets.ts";
import { readCorpus, type Snippet } from "./testing/corpus.ts";

const CORPUS = path.join(import.meta.dirname, "testdata", "corpus");
const TARGETS = ["darwin/arm64", "js/wasm", "linux/amd64", "wasip1/wasm", "windows/amd64"];

/** `file:line code targets` of everything that is found in the snippets, which are packages of one module. */
async function findIn(snippets: readonly Snippet[], targets: readonly string[]): Promise<string[]> {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-corpus-"));
  try {
    const files = Object.assign({ "go.mod": "module corpus.test\n\ngo 1.21\n" }, ...snippets.map((each) => each.files));
    for (const [file, text] of Object.entries(files as Record<string, string>)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    const facts = await readFacts(root, { env: process.env });
    assert.ok(facts.toolchain);
    const report = await examinePortability(
      {
        root: facts.root,
        module: "corpus.test",
        targets: targets.map((name) => {
          const [system = "", arch = ""] = name.split("/");
          return plainTarget({ os: system, arch });
        }),
        own: [facts.root],
        folders: [],
        parallel: 2,
      },
      { toolchain: facts.toolchain, env: facts.env, goEnv: {}, process: runProcess },
    );
    return report.findings.map(({ where, code, targets: on }) => {
      const names = [...on].sort().join(" ");
      return `${where?.file ?? ""}:${where?.line ?? 0} ${code} ${on.length === targets.length ? "*" : names}`;
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("every bad Go snippet of the corpus is found, and no good one", async () => {
  const snippets = readCorpus(CORPUS).filter(({ name }) => !name.startsWith("asm"));
  const wanted = snippets.flatMap((snippet) =>
    snippet.wanted.map(({ file, line, code, targets }) => `${file}:${line} ${code} ${[...targets].sort().join(" ")}`),
  );
  for (const { name, bad, wanted: wants } of snippets) assert.equal(wants.length > 0, bad, name);
  const found = await findIn(snippets, TARGETS);
  assert.deepEqual(found.filter((each) => !wanted.includes(each)).sort(), [], "found and not wanted");
  assert.deepEqual(wanted.filter((each) => !found.includes(each)).sort(), [], "wanted and not found");
});
