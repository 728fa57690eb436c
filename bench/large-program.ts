import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Packages of the program beside the standard library's. */
const PACKAGES = 20;
/** One target of each format, with the number of types in each package that makes it larger than 50 MB. */
const TYPES: Readonly<Record<string, number>> = {
  "linux/amd64": 560,
  "windows/amd64": 560,
  "darwin/arm64": 560,
  "js/wasm": 205,
};

/** A program of about 50 MB in two versions, of which the second has another `-X` value and another constant in one function. */
export interface LargePair {
  readonly target: string;
  readonly before: string;
  readonly after: string;
  /** Bytes of the second version. */
  readonly size: number;
}

/** Builds the pairs below `home`; what is there already is kept. */
export function largePrograms(home: string): readonly LargePair[] {
  const folder = path.join(home, "large");
  return Object.keys(TYPES).map((target) => {
    const [before = "", after = ""] = ["v1.0.0", "v1.0.1"].map((version) => build(folder, target, version));
    return { target, before, after, size: statSync(after).size };
  });
}

function build(folder: string, target: string, version: string): string {
  const [GOOS, GOARCH] = target.split("/");
  const file = path.join(folder, `${target.replace("/", "_")}_${version}.bin`);
  if (existsSync(file)) return file;
  writeSources(folder, TYPES[target] ?? 0, version === "v1.0.0" ? 1 : 2);
  const args = ["build", "-trimpath", "-buildvcs=false", `-ldflags=-X main.version=${version}`, "-o", `${file}.new`];
  const env = { ...process.env, GOOS, GOARCH, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
  console.error(`building ${path.basename(file)}, which takes minutes the first time`);
  execFileSync("go", [...args, "."], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  renameSync(`${file}.new`, file);
  return file;
}

function writeSources(folder: string, types: number, edition: number): void {
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write("go.mod", "module example.test/large\n\ngo 1.24\n");
  write("main.go", mainFile(folder));
  for (let each = 0; each < PACKAGES; each++) write(`p${each}/p.go`, packageFile(each, types, edition));
}

/** Methods that are called by names that are only known at run time keep the linker from leaving any out. */
function mainFile(folder: string): string {
  const list = execFileSync("go", ["list", "std"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
  });
  const skipped =
    /(?:^|\/)(?:internal|vendor)(?:\/|$)|^(?:unsafe|plugin|log\/syslog|syscall\/js|os|reflect|testing.*|runtime\/.*)$/;
  const std = list.split("\n").filter((name) => name !== "" && !skipped.test(name));
  const own = Array.from({ length: PACKAGES }, (_, each) => `p${each}`);
  return `package main

import (
${std.map((name) => `\t_ "${name}"\n`).join("")}\t"os"
	"reflect"

${own.map((name) => `\t"example.test/large/${name}"\n`).join("")})

var version = "dev"

func main() {
	println(version)
	for _, all := range [][]any{${own.map((name) => `${name}.All`).join(", ")}} {
		for _, each := range all {
			reflect.ValueOf(each).MethodByName(os.Args[1]).Call(nil)
		}
	}
}
`;
}

function packageFile(index: number, count: number, edition: number): string {
  const types = Array.from({ length: count }, (_, type) =>
    typeOf(index, type, index === 7 && type === 7 ? edition : 1),
  );
  const all = Array.from({ length: count }, (_, type) => `&T${type}{}`);
  return `package p${index}

import (
	"fmt"
	"strings"
)
${types.join("")}
// All has one of each.
var All = []any{${all.join(", ")}}
`;
}

/** What most of a large program is: records with methods that copy, print and check them. */
function typeOf(owner: number, type: number, edition: number): string {
  return `
type T${type} struct {
	Name, Kind, Note string
	Count, Size      int
	Tags             []string
	Next             *T${type}
	Map              map[string]int
}

func (v *T${type}) String() string {
	var b strings.Builder
	for i, tag := range v.Tags {
		fmt.Fprintf(&b, "%d p${owner} t${type} %s=%v, ", i, tag, v.Map[tag])
	}
	if v.Next != nil {
		b.WriteString("after ${type} of ${owner}: ")
		b.WriteString(v.Next.String())
	}
	return b.String() + v.Name + v.Kind
}

func (v *T${type}) Copy() *T${type} {
	c := *v
	c.Tags = append([]string(nil), v.Tags...)
	c.Map = map[string]int{}
	for k, n := range v.Map {
		c.Map[k] = n + ${type}
	}
	if v.Next != nil {
		c.Next = v.Next.Copy()
	}
	return &c
}

func (v *T${type}) Check() error {
	if v.Count < ${type * edition} || v.Size > ${(owner + 1) * (type + 1)} {
		return fmt.Errorf("p${owner}.T${type}: %d of %d %q", v.Count, v.Size, v.Name)
	}
	switch v.Kind {
	case "a${type}":
		v.Count++
	case "bb${type}":
		v.Count--
	case "ccc${type}":
		v.Note += v.Kind
	case "dddd${type}":
		v.Tags = append(v.Tags, v.Note)
	}
	return nil
}
`;
}
