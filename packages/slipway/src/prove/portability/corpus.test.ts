import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { readCorpus, type Snippet } from "./testing/corpus.ts";
import { examineFiles } from "./testing/examine-files.ts";

const CORPUS = path.join(import.meta.dirname, "testdata", "corpus");

/** `file:line code targets` of everything that is found in the snippets, which are packages of one module. */
async function findIn(snippets: readonly Snippet[], targets: readonly string[], cgo: boolean): Promise<string[]> {
  const files = Object.assign({ "go.mod": "module corpus.test\n\ngo 1.21\n" }, ...snippets.map((each) => each.files));
  const report = await examineFiles(files as Record<string, string>, targets, cgo);
  const places = new Map<string, Set<string>>();
  for (const { where, code, targets: on } of report.findings) {
    const place = `${where?.file ?? ""}:${where?.line ?? 0} ${code}`;
    places.set(place, new Set([...(places.get(place) ?? []), ...on]));
  }
  return [...places].map(([place, on]) => `${place} ${on.size === targets.length ? "*" : [...on].sort().join(" ")}`);
}

/** What must be found against what is found, both ways. */
async function judge(snippets: readonly Snippet[], targets: readonly string[], cgo = false): Promise<void> {
  const all = [...targets].sort().join(" ");
  const wanted = snippets.flatMap((snippet) =>
    snippet.wanted.map(({ file, line, code, targets: on }) => {
      const names = [...on].sort().join(" ");
      return `${file}:${line} ${code} ${names === all ? "*" : names}`;
    }),
  );
  for (const { name, bad, wanted: wants } of snippets) assert.equal(wants.length > 0, bad, name);
  const found = await findIn(snippets, targets, cgo);
  assert.deepEqual(found.filter((each) => !wanted.includes(each)).sort(), [], "found and not wanted");
  assert.deepEqual(wanted.filter((each) => !found.includes(each)).sort(), [], "wanted and not found");
}

const corpus = readCorpus(CORPUS);
const topic = (name: string): Snippet[] => corpus.filter((snippet) => snippet.name.startsWith(`${name}/`));

test("the corpus has 120 snippets or more, two thirds of them bad, and 40 or more of assembly", () => {
  const bad = corpus.filter((snippet) => snippet.bad).length;
  const good = corpus.length - bad;
  assert.ok(corpus.length >= 120 && bad >= 2 * good && good >= 40, `${bad} of ${corpus.length}`);
  assert.ok(topic("asm-go").length + topic("asm-gnu").length >= 40);
});

test("every bad Go snippet of the corpus is found, and no good one", async () => {
  await judge(
    corpus.filter(({ name }) => !name.startsWith("asm-")),
    ["darwin/arm64", "js/wasm", "linux/amd64", "wasip1/wasm", "windows/amd64"],
  );
});

test("every bad snippet of Go's assembly is found, and no good one", async () => {
  await judge(topic("asm-go"), ["darwin/arm64", "linux/amd64", "linux/arm64", "windows/arm64"]);
});

test("every bad snippet of GNU's assembly is found, and no good one", async () => {
  await judge(topic("asm-gnu"), ["darwin/arm64", "linux/arm64", "windows/arm64"], true);
});
