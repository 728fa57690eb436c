import assert from "node:assert/strict";
import test from "node:test";
import { packagePathOf } from "./package-path.ts";

test("packagePathOf finds the package of every shape of function name", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["main.main", "main"],
    ["net/http.(*Server).Serve", "net/http"],
    ["net/http.(*Server).Serve.func1.2", "net/http"],
    ["gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.v3"],
    ["slices.SortFunc[go.shape.[]string,go.shape.string]", "slices"],
    ["example.com/a.Map[example.com/b.T]", "example.com/a"],
    ["type:.eq.net/url.URL", "net/url"],
    ["type..hash.[2]time.Time", "time"],
    ["go:buildid", ""],
    ["_cgo_init", ""],
    ["type:.eq.struct { F uintptr; a string }", ""],
    ["_rt0_amd64_linux", ""],
  ];
  for (const [name, path] of cases) assert.equal(packagePathOf(name), path, name);
});
