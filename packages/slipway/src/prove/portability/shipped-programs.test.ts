import assert from "node:assert/strict";
import test from "node:test";
import { shippedPrograms } from "./shipped-programs.ts";

const MODULE = "example.test/acme/kite/v2";

/** The programs of `mains` that are shipped where the build files are these. */
function shipped(mains: readonly string[], files: Readonly<Record<string, string>> = {}): readonly string[] {
  return shippedPrograms({ module: MODULE, mains, files: Object.keys(files), text: (file) => files[file] });
}

test("shippedPrograms takes the program at the root, the one called like the module, and those below cmd and app", () => {
  const users = [".", "./app/web", "./clients/cmd/plugin", "./cmd", "./cmd/one", "./kite"];
  const makers = ["./contrib/jepsen", "./hack/cmd/gen", "./internal/cmd/docs", "./store/cachedrop", "./utils/headers"];
  assert.deepEqual(shipped([...users, ...makers]), users);
});

test("shippedPrograms takes what makefiles and the like build or install, wherever it stands, and not what only an image has", () => {
  const mains = ["./cmd/one", "./weed", "./agent", "./ui/server", "./gen", "./check", "./proxy", "./runner", "./image"];
  const files = {
    Makefile: [
      "PKG ?= ./agent",
      "install:",
      "\tcd weed; go install -ldflags '-s' -tags x",
      "build:",
      "\tCGO_ENABLED=0 $(GO) build -o check \\",
      "\t\t$(PKG)",
      "generate:",
      "\tgo run ./check && go build -o bin/gen ./gen",
    ].join("\n"),
    "ui/Makefile": "all:\n\tcd /src/ui && go build -o /out/server ./server/main.go",
    "proxy.mk": `proxy:\n\tgo build -o proxy ${MODULE}/proxy`,
    Dockerfile: "RUN go build -o /image ./image",
    "runner/README.md": "go build ./runner",
  };
  assert.deepEqual(shipped(mains, files), ["./cmd/one", "./weed", "./agent", "./ui/server", "./proxy"]);
});

test("shippedPrograms takes all where it would leave none", () => {
  assert.deepEqual(shipped(["./tools/gen", "./contrib/x"]), ["./tools/gen", "./contrib/x"]);
});
