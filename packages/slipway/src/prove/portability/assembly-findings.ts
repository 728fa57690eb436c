import type { PortabilityTarget } from "./portability-targets.ts";
import type { AllowComment, BodylessFunction, TargetFacts } from "./helper/helper-shapes.ts";
import type { PortabilityFinding } from "./portability-report.ts";
import { examineAssembly } from "./asm/examine-assembly.ts";
import type { AsmFinding } from "./asm/asm-finding.ts";

/** What is read of the project; names are relative to its root, with `/`. */
export interface SourceTexts {
  text(file: string): string | undefined;
}

/** What assembly files tell. */
export interface AssemblyAnswer {
  readonly findings: readonly PortabilityFinding[];
  readonly allows: readonly AllowComment[];
}

/**
 * Judges the assembly of every package for every target that has it, and looks for Go functions whose body should be in it
 * and is not.
 */
export function assemblyFindings(
  targets: readonly TargetFacts[],
  settings: readonly PortabilityTarget[],
  sources: SourceTexts,
): AssemblyAnswer {
  const merged = new Map<string, PortabilityFinding & { readonly targets: string[]; readonly because: Set<string> }>();
  const allows = new Map<string, readonly AllowComment[]>();
  const add = (finding: Omit<PortabilityFinding, "targets">, because: string, target: string): void => {
    const { file, line, column } = finding.where ?? { file: "" };
    const key = JSON.stringify([finding.code, file, line, column, finding.message]);
    const known = merged.get(key) ?? { ...finding, targets: [], because: new Set<string>() };
    if (known.targets.at(-1) !== target) known.targets.push(target);
    if (because !== "") known.because.add(because);
    merged.set(key, known);
  };
  for (const [index, facts] of targets.entries()) {
    const target = settings[index];
    if (target === undefined) continue;
    const defined = new Map<string, Set<string>>();
    const texts = new Map<string, string[]>();
    for (const each of facts.packages) {
      if ((each.assembly ?? []).length === 0) continue;
      const names = new Set<string>();
      for (const name of each.assembly ?? []) {
        const file = each.dir === "." ? name : `${each.dir}/${name}`;
        const text = sources.text(file);
        if (text === undefined) continue;
        texts.set(each.dir, [...(texts.get(each.dir) ?? []), text]);
        if (!allows.has(file)) allows.set(file, allowsIn(text, file));
        const answer = examineAssembly(text, (each.cgoFiles ?? []).length > 0 ? "gnu" : "go", target);
        for (const found of answer.findings) add(asFinding(found, file), found.because ?? "", facts.name);
        for (const fn of answer.functions) names.add(fn);
      }
      defined.set(each.dir, names);
    }
    for (const fn of facts.bodyless ?? []) {
      if (fn.linked === true || defined.get(fn.dir)?.has(fn.name)) continue;
      // A name that stands in the assembly in another way, such as behind a macro of an included file, is taken for defined.
      const word = new RegExp(`(?<![\\w])${fn.name}(?![\\w])`);
      if (texts.get(fn.dir)?.some((text) => word.test(text))) continue;
      add(missingBody(fn), "", facts.name);
    }
  }
  const findings = [...merged.values()].map(({ because, ...finding }) => ({
    ...finding,
    message: finding.message.replace("{}", [...because].join(", ")),
    ...(finding.targets.length === 1 ? { target: finding.targets[0]! } : {}),
  }));
  return { findings, allows: [...allows.values()].flat() };
}

function asFinding(found: AsmFinding, file: string): Omit<PortabilityFinding, "targets"> {
  const { code, severity, message, actual, hint, line, column, lineText } = found;
  const length = Math.max(1, lineText.trim().length);
  return {
    code,
    severity,
    message,
    where: { file, line, column, length, lineText },
    ...(actual === undefined ? {} : { actual }),
    hint,
  };
}

function missingBody(fn: BodylessFunction): Omit<PortabilityFinding, "targets"> {
  return {
    code: "portability-asm-missing",
    severity: "error",
    message: `"${fn.name}" has no body here and no assembly of this target defines it`,
    where: { file: fn.file, line: fn.line, column: fn.column, length: fn.name.length },
    expected: `TEXT ·${fn.name}(SB) in an assembly file of the package`,
    hint: "add a Go version for the targets without assembly, with a build constraint in both files",
  };
}

function allowsIn(text: string, file: string): AllowComment[] {
  return text.split("\n").flatMap((line, index) => {
    const match = /(?:\/\/|\/\*|[#@;])\s*slipway:allow\b(.*?)(?:\*\/\s*)?$/.exec(line);
    return match ? [{ file, line: index + 1, text: match[1]!.trim() }] : [];
  });
}
