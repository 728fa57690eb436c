import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Cleanup } from "./temp-project.ts";
import { tempProject } from "./temp-project.ts";

const folder = path.resolve(import.meta.dirname, "..", "testdata", "traps");

/** A way to fail, and where `testdata/traps/main.go` says that it does. */
export interface PlantedTrap {
  readonly name: string;
  readonly function: string;
  readonly line: number;
}

/** The ways, in the order of the source. The function is the declaration around the line that a comment marks. */
export function plantedTraps(): readonly PlantedTrap[] {
  const traps: PlantedTrap[] = [];
  let declared = "";
  let literals = 0;
  readFileSync(path.join(folder, "main.go"), "utf8")
    .split("\n")
    .forEach((text, index) => {
      const start = /^func (?:\((\w+) (\*?)(\w+)\) )?(\w+)/.exec(text);
      if (start !== null) {
        const [, , pointer, receiver, name = ""] = start;
        declared = receiver === undefined ? name : `${pointer === "" ? receiver : `(*${receiver})`}.${name}`;
        literals = 0;
      } else if (/(?:=|go|defer|,) func\(/.test(text)) literals = 1;
      const mark = /\/\/ HERE (\w+)$/.exec(text)?.[1];
      if (mark === undefined) return;
      traps.push({ name: mark, function: `main.${declared}${literals > 0 ? ".func1" : ""}`, line: index + 1 });
    });
  return traps;
}

/** Builds the program that fails; `stripped` without symbols and DWARF. */
export function buildTraps(t: Cleanup, os: "wasip1" | "js", stripped: boolean): string {
  const { root } = tempProject(t, {}, { git: false });
  const out = path.join(root, "traps.wasm");
  const flags = stripped ? ["-ldflags=-s -w"] : [];
  execFileSync("go", ["build", "-trimpath", ...flags, "-o", out, "."], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOOS: os, GOARCH: "wasm" },
  });
  return out;
}

/** The innermost function of the program's own in a report, without its arguments and type parameters, and its line. */
export function reportedPlace(stderr: string): { readonly function: string; readonly line: number } | undefined {
  const match = /^(main\.[^\n]*)\(.*\)\n\texample\.test\/traps\/main\.go:(\d+)( \(or)?/m.exec(stderr);
  if (match === null || match[3] !== undefined) return undefined;
  return { function: (match[1] ?? "").replace(/\[.*\]/, ""), line: Number(match[2]) };
}
