import assert from "node:assert/strict";
import test from "node:test";
import { examineFiles } from "./testing/examine-files.ts";

const DEP = "vendor/example.com/dep";
const FILES = {
  "go.mod": "module app.test\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n",
  "vendor/modules.txt":
    "# example.com/dep v1.0.0\n## explicit; go 1.21\nexample.com/dep\nexample.com/dep/handle\nexample.com/dep/plain\nexample.com/dep/uses\n",
  "main.go":
    'package main\n\nimport (\n\t"example.com/dep"\n\t"example.com/dep/plain"\n\t"example.com/dep/uses"\n)\n\nfunc main() { println(dep.Alive(1), plain.Size(""), uses.Number()) }\n',
  [`${DEP}/dep.go`]:
    'package dep\n\nimport "syscall"\n\nfunc Alive(pid int) bool {\n\treturn syscall.Kill(pid, 0) == nil\n}\n',
  [`${DEP}/plain/plain.go`]:
    'package plain\n\nimport "os"\n\nvar table = map[string]int{"a": 1}\n\nvar lengths = [...]int{1, 2, 3}\n\nfunc Size(name string) int64 {\n\tinfo, err := os.Stat(name)\n\tif err != nil {\n\t\treturn int64(len(lengths) + table["a"])\n\t}\n\treturn info.Size()\n}\n',
  [`${DEP}/handle/a.go`]: "package handle\n\ntype Handle struct{ inner }\n\nfunc Open() *Handle { return &Handle{} }\n",
  [`${DEP}/handle/b_linux.go`]:
    "package handle\n\ntype inner struct{ fd int }\n\nfunc (i *inner) Fd() int { return i.fd }\n",
  [`${DEP}/handle/b_windows.go`]: "package handle\n\ntype inner struct{ name string }\n",
  [`${DEP}/uses/uses.go`]:
    'package uses\n\nimport "example.com/dep/handle"\n\nfunc Number() int {\n\treturn handle.Open().Fd()\n}\n',
};

test("bodies of dependencies are looked at again where something that they use is another one", async () => {
  const report = await examineFiles(FILES, ["linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64"]);
  const found = report.problems.map(({ file, line, message, targets }) => [`${file}:${line}`, message, ...targets]);
  assert.deepEqual(
    found.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    [
      [`${DEP}/dep.go:6`, "undefined: syscall.Kill", "windows/amd64", "windows/arm64"],
      [
        `${DEP}/uses/uses.go:6`,
        "handle.Open().Fd undefined (type *handle.Handle has no field or method Fd)",
        "windows/amd64",
        "windows/arm64",
      ],
    ],
  );
  assert.deepEqual(
    report.targets.map(({ compiles }) => compiles),
    [true, true, false, false],
  );
});
