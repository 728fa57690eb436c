import type { GoModule } from "../go/module-info.ts";
import type { InspectedGo, Inspection } from "../inspect/inspection.ts";
import type { CauseCode, DiffCause } from "./binary-diff.ts";

const TARGET_SETTINGS = /^GO(?:OS|ARCH|386|AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM)$/;

const FLAG_HINTS: Readonly<Record<string, string>> = {
  "-trimpath": "build both with -trimpath",
  CGO_ENABLED: "set CGO_ENABLED explicitly: its default depends on whether a C compiler is there",
  "-pgo": "use the same profile, or -pgo=off",
};

/** What to do about two versions of the main module. */
export const MAIN_MODULE_HINT = "build from a clone that has the tag, without changed files";

/** What the recorded build says: Go version, target, modules, version control, flags. */
export function diffBuild(a: Inspection, b: Inspection): readonly DiffCause[] {
  const causes: DiffCause[] = [];
  if (a.target !== b.target) causes.push(cause("target", "target", a.target, b.target));
  if (a.go === null || b.go === null) return causes;
  if (withoutExperiments(a.go.version) !== withoutExperiments(b.go.version)) {
    causes.push(cause("go-version", "Go version", a.go.version, b.go.version, "pin the toolchain line of go.mod"));
  }
  if (a.go.path !== b.go.path) causes.push(cause("module", "main package", a.go.path, b.go.path));
  return [...causes, ...diffModules(a.go, b.go), ...diffSettings(a.go, b.go, a.target === b.target)];
}

/** Experiments stand behind a version (`go1.26.8-X:jsonv2`), and among the settings. */
function withoutExperiments(version: string): string {
  return version.replace(/[ -]X:.*$/, "");
}

function diffModules(a: InspectedGo, b: InspectedGo): DiffCause[] {
  const causes: DiffCause[] = [];
  const mainA = a.main === null ? null : `${a.main.path} ${a.main.version}`;
  const mainB = b.main === null ? null : `${b.main.path} ${b.main.version}`;
  if (mainA !== mainB) {
    causes.push(cause("module", "main module", mainA, mainB, MAIN_MODULE_HINT));
  }
  const before = new Map(a.deps.map((dep) => [dep.path, dep]));
  const after = new Map(b.deps.map((dep) => [dep.path, dep]));
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const textA = moduleText(before.get(path));
    const textB = moduleText(after.get(path));
    if (textA !== textB) causes.push(cause("module", path, textA, textB));
  }
  return causes;
}

function moduleText(module: GoModule | undefined): string | null {
  if (module === undefined) return null;
  const own = `${module.version}${module.sum === "" ? "" : ` ${module.sum}`}`;
  return module.replace === undefined
    ? own
    : `${own} => ${module.replace.path} ${module.replace.version} ${module.replace.sum}`.trimEnd();
}

function diffSettings(a: InspectedGo, b: InspectedGo, sameTarget: boolean): DiffCause[] {
  const causes: DiffCause[] = [];
  for (const key of [...new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])].sort()) {
    const valueA = a.settings[key] ?? null;
    const valueB = b.settings[key] ?? null;
    // The target was compared as a whole; only its variant is news.
    if (valueA === valueB || key === "GOOS" || key === "GOARCH") continue;
    if (!sameTarget && TARGET_SETTINGS.test(key)) continue;
    const code = key.startsWith("vcs") ? "vcs" : TARGET_SETTINGS.test(key) ? "target" : "flag";
    causes.push(cause(code, key, valueA, valueB, FLAG_HINTS[key]));
  }
  return causes;
}

/** Makes a cause whose sentence is `subject: a → b`. */
export function cause(code: CauseCode, subject: string, a: string | null, b: string | null, hint?: string): DiffCause {
  const message = `${subject}: ${quote(a)} → ${quote(b)}`;
  return hint === undefined ? { code, message, subject, a, b } : { code, message, subject, a, b, hint };
}

function quote(value: string | null): string {
  return value === null ? "nothing" : JSON.stringify(value);
}
