import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** A binary for tests, as a file for other tools and as bytes. */
export interface TestFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

const ENVIRONMENT = { ...process.env, GOFLAGS: "", GOWORK: "off", CGO_ENABLED: "0" };

function goRoot(): string {
  return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
}

/** A folder below the temporary one that holds what was made from `key` before. */
export function madeFolder(key: string): string {
  const version = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  const digest = createHash("sha256").update(`${version}\n${key}`).digest("hex").slice(0, 16);
  const folder = path.join(os.tmpdir(), `slipway-binary-${digest}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Go's own test data for its debug packages, decoded. */
export function goTestdata(): readonly TestFile[] {
  const folder = madeFolder("testdata");
  const source = path.join(goRoot(), "src");
  const files: TestFile[] = [];
  for (const part of ["debug/elf", "debug/pe", "debug/macho", "debug/plan9obj", "debug/dwarf", "internal/xcoff"]) {
    const from = path.join(source, part, "testdata");
    for (const entry of readdirSync(from).sort()) {
      if (/\.(?:c|cc|h|go|s)$|^debug_rnglists$|^vmlinuz|^bigar/.test(entry)) continue;
      let bytes = readFileSync(path.join(from, entry));
      if (entry.endsWith(".base64")) bytes = Buffer.from(bytes.toString("latin1"), "base64");
      if (entry.endsWith(".gz")) bytes = gunzipSync(bytes);
      const name = `${part}/${entry.replace(/\.(?:base64|gz)$/, "")}`;
      const file = path.join(folder, name.replaceAll("/", "_"));
      writeAtomically(file, bytes);
      files.push({ name, path: file, bytes: new Uint8Array(bytes) });
    }
  }
  return files;
}

/** Runs the dump program in `testing/dump`: what Go's debug packages read from the files. */
export function goDump(files: readonly string[]): readonly Record<string, unknown>[] {
  const source = path.join(import.meta.dirname, "dump");
  const program = path.join(madeFolder(readFileSync(path.join(source, "main.go"), "utf8")), "dump.exe");
  if (!existsSync(program)) {
    const made = `${program}.${process.pid}`;
    execFileSync("go", ["build", "-o", made, "."], { cwd: source, env: ENVIRONMENT });
    renameSync(made, program);
  }
  const text = execFileSync(program, files, { encoding: "utf8", maxBuffer: 1 << 29 });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const PROBE: Readonly<Record<string, string>> = {
  "go.mod": `module example.com/probe

go 1.24

require example.com/dep v1.4.2

replace example.com/dep => ./dep
`,
  "main.go": `package main

import (
	"embed"
	"os"

	"example.com/dep"
)

//go:embed assets
var assets embed.FS

var version = "dev"
var date string

func main() {
	data, err := assets.ReadFile("assets/hello.txt")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(version + date + dep.Name() + string(data))
}
`,
  "dep/go.mod": "module example.com/dep\n\ngo 1.24\n",
  "dep/dep.go": `package dep

//go:noinline
func Name() string { return "dep" }
`,
  "assets/hello.txt": "embedded hello\n",
  "assets/more.txt": "second file\n",
};

/** How a probe is built. `ldflags` are added to the two `-X` flags that every probe has. */
export interface ProbeOptions {
  readonly ldflags?: string;
  readonly buildmode?: string;
  /** Further flags of `go build`. */
  readonly flags?: readonly string[];
  /** Replaces both -X flags. */
  readonly variables?: string;
  /** `-trimpath` is left out when false. */
  readonly trimpath?: boolean;
  /** Files that replace or join those of the probe. */
  readonly files?: Readonly<Record<string, string>>;
  /** The same for files that are no text: each character is a byte. */
  readonly binaryFiles?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Builds a small program for a target (`os/arch`), once for all tests of a machine. */
export function buildProbe(target: string, options: ProbeOptions = {}): TestFile {
  const [goos = "", goarch = ""] = target.split("/");
  const folder = madeFolder(JSON.stringify([PROBE, target, options]));
  const file = path.join(folder, "probe.bin");
  if (!existsSync(file)) {
    const source = mkdtempSync(path.join(folder, "source-"));
    for (const [name, text] of Object.entries({ ...PROBE, ...options.files })) {
      mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
      writeFileSync(path.join(source, name), text);
    }
    for (const [name, text] of Object.entries(options.binaryFiles ?? {})) {
      writeFileSync(path.join(source, name), Buffer.from(text, "latin1"));
    }
    const made = path.join(source, "probe.bin");
    const variables = options.variables ?? "-X main.version=v1.2.3 -X 'main.date=2026-01-02 03:04'";
    const ldflags = `${variables} ${options.ldflags ?? ""}`.trim();
    const mode = options.buildmode === undefined ? [] : [`-buildmode=${options.buildmode}`];
    execFileSync(
      "go",
      [
        "build",
        ...(options.trimpath === false ? [] : ["-trimpath"]),
        ...mode,
        ...(options.flags ?? []),
        `-ldflags=${ldflags}`,
        "-o",
        made,
        ".",
      ],
      {
        cwd: source,
        env: { ...ENVIRONMENT, GOOS: goos, GOARCH: goarch, ...options.env },
      },
    );
    renameSync(made, file);
  }
  return { name: target, path: file, bytes: new Uint8Array(readFileSync(file)) };
}

/** What `go version -m` says, as rows of columns without the file's name. */
export function goVersionRows(file: string): readonly (readonly string[])[] {
  const lines = execFileSync("go", ["version", "-m", file], { encoding: "utf8", env: ENVIRONMENT })
    .trimEnd()
    .split("\n");
  // Behind a replaced module it prints an empty line.
  return lines
    .map((line, index) => (index === 0 ? [line.slice(line.lastIndexOf(": ") + 2)] : line.split("\t").slice(1)))
    .filter((row) => row.some((column) => column !== ""));
}

function writeAtomically(file: string, bytes: Uint8Array): void {
  if (existsSync(file)) return;
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
}
