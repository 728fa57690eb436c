import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { canonicalJson } from "../canonical-json.ts";
import { fileNames, keyOf, type Fingerprint } from "./fingerprint.ts";

const base: Fingerprint = {
  schema: 1,
  kind: "go-build",
  version: 1,
  params: { flags: ["-trimpath"], env: { A: "1", B: "2" } },
  outputs: ["hello"],
  inputs: { "a.txt": { digest: "d1" } },
  values: { toolchain: "go1.26" },
  files: { "main.go": "d2" },
};

function file(path: string, digest: string) {
  return { path, digest, state: "f" };
}

test("keyOf() does not depend on the order of keys", () => {
  assert.equal(keyOf(base), keyOf({ ...base, params: { env: { B: "2", A: "1" }, flags: ["-trimpath"] } }));
});

test("keyOf() changes with every field", () => {
  const others: Partial<Fingerprint>[] = [
    { kind: "zip" },
    { version: 2 },
    { params: { flags: [] } },
    { outputs: ["hello.exe"] },
    { inputs: { "a.txt": { digest: "d9" } } },
    { inputs: { "a.txt": { digest: "d1", told: { x: 1 } } } },
    { values: { toolchain: "go1.27" } },
    { files: { "main.go": "d3" } },
    { files: { "other.go": "d2" } },
  ];
  const keys = new Set([keyOf(base), ...others.map((other) => keyOf({ ...base, ...other }))]);
  assert.equal(keys.size, others.length + 1);
});

test("fileNames() are the same in every checkout and every home", () => {
  const one = fileNames("/home/a/hello", [
    file("/home/a/hello/main.go", "1"),
    file("/home/a/go/pkg/mod/x@v1/x.go", "2"),
    file("/home/a/go/pkg/mod/y@v1/x.go", "3"),
    file("/usr/local/go/VERSION", "4"),
  ]);
  const two = fileNames("/srv/ci/job/7", [
    file("/srv/ci/job/7/main.go", "1"),
    file("/root/go/pkg/mod/x@v1/x.go", "2"),
    file("/root/go/pkg/mod/y@v1/x.go", "3"),
    file("/opt/sdk/VERSION", "4"),
  ]);
  assert.deepEqual(one, two);
  assert.deepEqual(one, {
    "main.go": "1",
    "outside:x@v1/x.go": "2",
    "outside:y@v1/x.go": "3",
    "outside:VERSION": "4",
  });
});

test("fileNames() tells every file from every other, wherever they are", () => {
  const segment = fc.constantFrom("a", "b", "c", "..x");
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
      const names = fileNames(
        "/a/b",
        paths.map((each, index) => file(each, String(index))),
      );
      assert.equal(new Set(Object.values(names)).size, paths.length);
    }),
  );
});

test("canonicalJson() is JSON with sorted keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
  assert.equal(canonicalJson({ b: 1, a: [{ d: null, c: undefined }] }), '{"a":[{"d":null}],"b":1}');
});
