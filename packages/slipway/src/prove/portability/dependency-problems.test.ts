import assert from "node:assert/strict";
import test from "node:test";
import { examineFiles } from "./testing/examine-files.ts";

const vendored = (packages: readonly string[]): string =>
  `# example.com/dep v1.0.0\n## explicit; go 1.21\n${packages.join("\n")}\n`;
const MODULE = "module app.test\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n";

test("a dependency without a file for a target is told where a program of the target needs it, and not elsewhere", async () => {
  const files = {
    "go.mod": MODULE,
    "vendor/modules.txt": vendored(["example.com/dep/native", "example.com/dep/store"]),
    "vendor/example.com/dep/native/native_linux.go": "package native\n\nfunc Open() {}\n",
    "vendor/example.com/dep/store/store.go":
      'package store\n\nimport "example.com/dep/native"\n\nfunc Open() { native.Open() }\n',
    "cmd/server/main.go": 'package main\n\nimport "example.com/dep/store"\n\nfunc main() { store.Open() }\n',
    "cmd/page/main.go": 'package main\n\nfunc main() { println("page") }\n',
  };
  const told = async (...programs: readonly string[]): Promise<string[]> =>
    (await examineFiles(files, ["js/wasm", "linux/amd64"], false, programs)).problems
      .filter(({ idle }) => idle !== true)
      .map(({ message, targets }) => `${message} ${targets.join(" ")}`);
  assert.deepEqual(await told("cmd/page"), []);
  const missing = "package example.com/dep/native has no Go file for this target js/wasm";
  assert.deepEqual(await told("cmd/server"), [missing]);
  assert.deepEqual(await told(), [missing]);
});

test("what is made of types of C is not judged, and names that are nowhere are", async () => {
  const files = {
    "go.mod": MODULE,
    "vendor/modules.txt": vendored(["example.com/dep/events"]),
    "vendor/example.com/dep/events/wrap.go":
      'package events\n\n// typedef void *ref;\nimport "C"\n\ntype Ref C.ref\n\nfunc Make() Ref { return nil }\n',
    "vendor/example.com/dep/events/events.go":
      "package events\n\nfunc Live() bool { return Make() != nil }\n\nfunc Odd() int { return nowhere }\n",
    "main.go":
      'package main\n\nimport "example.com/dep/events"\n\nfunc main() { println(events.Live(), events.Odd()) }\n',
  };
  const { problems } = await examineFiles(files, ["darwin/arm64"], true);
  assert.deepEqual(
    problems.map(({ file, line, message }) => `${file}:${line} ${message}`),
    ["vendor/example.com/dep/events/events.go:5 undefined: nowhere"],
  );
});
