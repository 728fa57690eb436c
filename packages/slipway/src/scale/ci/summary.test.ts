import assert from "node:assert/strict";
import test from "node:test";
import { summaryMarkdown } from "./summary.ts";

test("summaryMarkdown() tells what grew, what is new and what is gone", () => {
  const text = summaryMarkdown({
    project: "tool",
    version: "1.0.0",
    sizes: { "a.tar.gz": 1_100_000, "b.zip": 500 },
    base: { "a.tar.gz": 1_000_000, "c.zip": 2000 },
    findings: [{ severity: "warning", code: "smoke-skipped", message: "not run | really", target: "darwin/arm64" }],
  });
  assert.equal(
    text,
    [
      "### tool 1.0.0",
      "",
      "| file | size | against base |",
      "|---|--:|--:|",
      "| a.tar.gz | 1.10 MB | +100.00 kB (+10.00 %) |",
      "| b.zip | 500 B | new |",
      "| c.zip | gone | -2.00 kB |",
      "| **all** | **1.10 MB** | +98.50 kB (+9.83 %) |",
      "",
      "1 finding:",
      "",
      "- **warning** `smoke-skipped` darwin/arm64: not run \\| really",
      "",
    ].join("\n"),
  );
});

test("summaryMarkdown() says so when the base has no sizes", () => {
  const text = summaryMarkdown({ project: "t", version: "1", sizes: { a: 1 }, base: {}, findings: [] });
  assert.match(text, /base could not be built/);
  assert.match(text, /No findings\./);
});
