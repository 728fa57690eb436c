import type { Json } from "../../json.ts";
import type { Inspection } from "../inspect/inspection.ts";
import type { CauseCode, DiffCause } from "./binary-diff.ts";
import { cause } from "./diff-build.ts";

/** Fields of `details` that a tool after the linker, a linker flag or a C tool chain changes. */
const DETAILS: Readonly<Record<string, readonly [CauseCode, string]>> = {
  debugInfo: ["post-link", "debug information"],
  interpreter: ["library", "loader"],
  rpath: ["library", "rpath"],
  runpath: ["library", "runpath"],
  rpaths: ["library", "rpaths"],
  soname: ["library", "library name"],
  installName: ["library", "install name"],
  positionIndependent: ["flag", "position independence (-buildmode=pie)"],
  minimumOs: ["header", "minimum OS"],
  sdk: ["header", "SDK"],
  timestamp: ["header", "time stamp"],
  subsystem: ["flag", "subsystem (-H windowsgui)"],
  version: ["post-link", "version resource"],
  icon: ["post-link", "icon"],
  manifest: ["post-link", "manifest"],
  imports: ["library", "imports of the host"],
  memory: ["header", "memory limits"],
  features: ["flag", "WebAssembly features"],
};

/** What the C side, the linker and the tools after it leave in the headers. */
export function diffHost(a: Inspection, b: Inspection): readonly DiffCause[] {
  const causes: DiffCause[] = [];
  if (a.go !== null && b.go !== null && a.go.symbols !== b.go.symbols) {
    causes.push(
      cause(
        "post-link",
        "symbol table",
        present(a.go.symbols),
        present(b.go.symbols),
        "link both with or without -s, or strip both",
      ),
    );
  }
  for (const [key, [code, subject]] of Object.entries(DETAILS)) {
    const one = textOf(a.details[key]);
    const other = textOf(b.details[key]);
    if (one !== other) causes.push(cause(code, subject, one, other));
  }
  const compilersA = a.go?.cgo.compilers.join(", ") ?? "";
  const compilersB = b.go?.cgo.compilers.join(", ") ?? "";
  if (compilersA !== compilersB)
    causes.push(cause("c-compiler", "C compiler", compilersA, compilersB, "use the same compiler image"));
  causes.push(...diffLibraries(a, b));
  return causes;
}

function diffLibraries(a: Inspection, b: Inspection): readonly DiffCause[] {
  // WebAssembly's hosts were compared import by import.
  if (a.format === "wasm") return [];
  const before = new Map(a.libraries.map((library) => [library.name, library.versions?.join(" ") ?? ""]));
  const after = new Map(b.libraries.map((library) => [library.name, library.versions?.join(" ") ?? ""]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const one = before.get(name);
    const other = after.get(name);
    return one === other
      ? []
      : [
          cause(
            "library",
            name,
            one === undefined ? null : one || "needed",
            other === undefined ? null : other || "needed",
          ),
        ];
  });
}

/** One side was packed: nothing else of it can be compared. */
export function diffPacker(a: Inspection, b: Inspection): readonly DiffCause[] {
  const [one, other] = [textOf(a.details["packer"]), textOf(b.details["packer"])];
  if (one === other) return [];
  const hint = "pack both or neither; `upx -d` unpacks one, and what it was can then be compared";
  return [cause("post-link", one ?? other ?? "", present(one !== null), present(other !== null), hint)];
}

function present(value: boolean): string {
  return value ? "present" : "absent";
}

/** A detail as text; objects as JSON. */
export function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
