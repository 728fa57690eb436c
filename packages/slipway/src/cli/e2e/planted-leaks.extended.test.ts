import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import type { Reproduction } from "../../prove/reproduce/reproduction.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ gcc: "gcc", localedef: "libc-bin", faketime: "faketime" });

/** Writes what it is told to into gen/, in ways that people write generators. */
const HOOKS = [
  "mkdir -p gen",
  // The machine and its user.
  'sh -c "hostname > gen/host.txt"',
  'sh -c "id -u > gen/user.txt"',
  // Random numbers.
  'sh -c "od -An -N8 -tx1 /dev/urandom > gen/random.txt"',
  // The order of a map in a generator.
  "go run ./internal/generate",
  // The name of a temporary file.
  "sh -c 'echo \"${TMPDIR:-/tmp}/config\" > gen/temporary.txt'",
  // What the umask leaves of a mode, in an archive.
  "sh -c 'rm -f gen/NOTES; echo notes > gen/NOTES; stat -c %a gen/NOTES > gen/umask.txt'",
  // Lines in the order of a locale, and files in the order of a folder.
  "sh -c 'cat words.txt | sort > gen/sorted.txt'",
  "sh -c 'find data -type f > gen/files.txt'",
];

const GENERATOR = `package main

import "os"

func main() {
	words := map[string]int{}
	for _, word := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"} {
		words[word] = 1
	}
	text := ""
	for word := range words {
		text += word + "\\n"
	}
	if err := os.WriteFile("gen/map.txt", []byte(text), 0o644); err != nil {
		panic(err)
	}
}
`;

const CGO = `package main

// #cgo LDFLAGS: -Wl,-rpath,\${SRCDIR}/lib
// static int one(void) { return 1; }
import "C"

func main() { println(int(C.one())) }
`;

const MAIN = `package main

import "embed"

//go:embed gen
var gen embed.FS

var date, zone string

func main() {
	entries, _ := gen.ReadDir("gen")
	println(len(entries), date, zone)
}
`;

const CONFIG = `version: 2
project_name: leaky
before:
  hooks:
${HOOKS.map((hook) => `    - ${JSON.stringify(hook)}`).join("\n")}
builds:
  - id: leaky
    env: [CGO_ENABLED=0]
    targets: [linux_amd64]
    ldflags: ["-X main.date={{ .Date }}"]
  - id: untrimmed
    main: ./cmd/untrimmed
    binary: untrimmed
    env: [CGO_ENABLED=0]
    targets: [linux_amd64]
    flags: ["-mod=readonly"]
  - id: native
    main: ./cmd/native
    binary: native
    env: [CGO_ENABLED=1, CC=gcc]
    targets: [linux_amd64]
archives:
  - ids: [leaky, untrimmed, native]
    files:
      - src: LICENSE
        info:
          mtime: "{{ .Now.Format \\"2006-01-02T15:04:05Z07:00\\" }}"
      - src: gen/NOTES
`;

/** What each planted leak must be told as. */
const LEAKS = [
  ["a clock in -X", /variable main\.date$/, "clock"],
  ["the host name", /embedded-file gen\/host\.txt$/, "host"],
  ["the user", /embedded-file gen\/user\.txt$/, "user"],
  ["a path without -trimpath", /path source folder/, "directory"],
  ["random numbers", /embedded-file gen\/random\.txt$/, "repetition"],
  ["the order of a map", /embedded-file gen\/map\.txt$/, "repetition"],
  ["the name of a temporary file", /embedded-file gen\/temporary\.txt$/, "temporary-folder"],
  ["the time of an archive's member", /member-time /, "clock"],
  ["the umask", /(?:embedded-file gen\/umask\.txt|member-mode )/, "umask"],
  ["lines sorted by a locale", /embedded-file gen\/sorted\.txt$/, "locale"],
  ["the order of a folder", /embedded-file gen\/files\.txt$/, "file-order"],
  ["a path in C code", /library r(?:un)?path$/, "directory"],
] as const;

test("reproduce finds twelve planted leaks at once, with the cause and what brings each about", async (t) => {
  const words = ["b", "B", "a", "A", "ab", "Ab", "aB"].join("\n");
  const data = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`data/${(index * 7919) % 97}.txt`, "x\n"]));
  const project = tempProject(
    t,
    {
      ".gitignore": "dist/\ngen/\n",
      LICENSE: "free\n",
      "go.mod": "module example.test/leaky\n\ngo 1.24\n",
      "main.go": MAIN,
      "internal/generate/main.go": GENERATOR,
      "cmd/untrimmed/main.go": "package main\n\nfunc main() {}\n",
      "cmd/native/main.go": CGO,
      "words.txt": `${words}\n`,
      "slipway.yaml": CONFIG,
      ...data,
    },
    { tag: "v1.0.0" },
  );
  const above = path.join(project.root, "..");
  const locales = path.join(above, "locales");
  mkdirSync(locales);
  mkdirSync(path.join(above, "tmp"));
  needLocales();
  execFileSync("localedef", ["-i", "en_US", "-f", "UTF-8", path.join(locales, "en_US.UTF-8")], { stdio: "pipe" });
  const env = {
    SLIPWAY_CACHE: path.join(above, "cache"),
    TMPDIR: path.join(above, "tmp"),
    LOCPATH: locales,
    LANG: "C",
    TZ: "UTC",
  };
  const vary =
    "clock,directory,user,host,home,umask,locale,time-zone,temporary-folder,variables,go-cache,file-order,search-path,address-layout";
  const run = await runSlipway(["reproduce", "--snapshot", "--vary", vary, "--json"], { cwd: project.root, env });
  assert.equal(run.code, 3, run.stderr + run.stdout.slice(-4000));
  const { causes } = JSON.parse(run.stdout) as Reproduction;
  const told = causes
    .map((cause) => `${cause.code} ${cause.subject} <- ${cause.variation}: ${cause.message}`)
    .join("\n");
  for (const [leak, cause, variation] of LEAKS) {
    const found = causes.filter((each) => cause.test(`${each.code} ${each.subject}`) && each.variation === variation);
    const native =
      leak === "a path in C code"
        ? found.filter((each) => each.places.some((place) => place.path.includes("native")))
        : found;
    assert.notEqual(native.length, 0, `${leak} is not told as ${cause} by ${variation}:\n${told}`);
    assert.ok(native.every((each) => each.fix !== "" && each.places.length > 0));
  }
  for (const cause of causes.filter((each) => each.code !== "digest"))
    assert.notEqual(cause.variation, "unknown", told);
});

/** The sources of locales are in a package of their own. */
function needLocales(): void {
  try {
    execFileSync("test", ["-e", "/usr/share/i18n/locales/en_US"]);
  } catch {
    needPrograms({ "locale-gen": "locales" });
  }
}
