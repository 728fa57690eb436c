import assert from "node:assert/strict";
import test from "node:test";
import { parseModuleInfo } from "./module-info.ts";

test("parseModuleInfo reads path, modules, replacements and settings", () => {
  const text = [
    "path\texample.com/app/cmd/app",
    "mod\texample.com/app\tv1.2.0\th1:main=",
    "dep\tgithub.com/a/b\tv0.3.0\th1:ab=",
    "dep\tgithub.com/c/d\tv1.0.0",
    "=>\t./fork\t(devel)\t",
    "build\t-compiler=gc",
    "build\t-ldflags=\"-s -w -X 'main.date=2026-01-02'\"",
    'build\t"odd key"=`raw`',
    "build\tvcs.modified=true",
    "",
  ].join("\n");
  assert.deepEqual(parseModuleInfo(text), {
    path: "example.com/app/cmd/app",
    main: { path: "example.com/app", version: "v1.2.0", sum: "h1:main=" },
    deps: [
      { path: "github.com/a/b", version: "v0.3.0", sum: "h1:ab=" },
      { path: "github.com/c/d", version: "v1.0.0", sum: "", replace: { path: "./fork", version: "(devel)", sum: "" } },
    ],
    settings: [
      { key: "-compiler", value: "gc" },
      { key: "-ldflags", value: "-s -w -X 'main.date=2026-01-02'" },
      { key: "odd key", value: "raw" },
      { key: "vcs.modified", value: "true" },
    ],
  });
});

test("parseModuleInfo passes over lines that cannot be right", () => {
  const text = 'build\t=no key\nbuild\tno value\nbuild\tk="open\nnoise\n=>\tlost\tv1\t\nbuild\tGOOS=linux\n';
  assert.deepEqual(parseModuleInfo(text), {
    path: "",
    main: undefined,
    deps: [],
    settings: [{ key: "GOOS", value: "linux" }],
  });
});
