import type { BuildablePair } from "../../source/facts.ts";
import { fileNameFits } from "../../source/go/build-constraint.ts";
import { shellWord } from "../../platform/process/shell-word.ts";
import { objectFormat } from "./object-format.ts";
import type { ObjectFormat } from "./object-format.ts";
import { formatTarget } from "./target.ts";
import type { Target } from "./target.ts";

/** A package that a program is made of, with the files that this target selects and those that it leaves out. */
export interface SelectedPackage {
  readonly importPath: string;
  readonly standard: boolean;
  /** `path@version` for packages of another module. */
  readonly module?: string;
  readonly files: readonly string[];
  /** Files with C, which are among `files` only when cgo is on. */
  readonly cgo: readonly string[];
  readonly leftOut: readonly string[];
}

/** What is known of one program for the target. */
export interface ExplainedProgram {
  readonly task: string;
  readonly title: string;
  /** Variables that the command gets and that select something; empty ones say "nothing from outside". */
  readonly variables: Readonly<Record<string, string>>;
  readonly cgo: { readonly enabled: boolean; readonly why: string };
  /** The arguments of the command. */
  readonly command: readonly string[];
  readonly outputs: readonly string[];
  readonly packages: readonly SelectedPackage[];
}

/** What GOOS and GOARCH select. */
export interface TargetExplanation {
  readonly target: string;
  readonly pair?: BuildablePair;
  readonly format: ObjectFormat;
  readonly programs: readonly (ExplainedProgram & {
    /** Files of the standard library that exist for this target and not for every other, by package. */
    readonly standardFiles: Readonly<Record<string, readonly string[]>>;
    readonly counts: { readonly packages: number; readonly standard: number; readonly files: number };
  })[];
}

/** Puts together what a target selects for each of its programs. Pure. */
export function explainTarget(
  target: Target,
  programs: readonly ExplainedProgram[],
  buildable: readonly BuildablePair[],
): TargetExplanation {
  const pair = buildable.find((each) => each.os === target.os && each.arch === target.arch);
  return {
    target: formatTarget(target),
    ...(pair && { pair }),
    format: objectFormat(target),
    programs: programs.map((program) =>
      Object.assign({}, program, {
        standardFiles: standardFiles(program.packages),
        counts: {
          packages: program.packages.length,
          standard: program.packages.filter((each) => each.standard).length,
          files: program.packages.reduce((sum, each) => sum + each.files.length, 0),
        },
      }),
    ),
  };
}

/** A target that no file name speaks of: what does not fit it was selected by its name. */
const NOWHERE = { os: "nowhere", arch: "nothing" };

function standardFiles(packages: readonly SelectedPackage[]): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const each of packages) {
    if (!each.standard) continue;
    const files = each.files.filter((name) => !fileNameFits(name, NOWHERE));
    if (files.length > 0) found[each.importPath] = files;
  }
  return found;
}

/** The explanation as lines for a terminal. */
export function formatTargetExplanation(explanation: TargetExplanation): string[] {
  const { format, pair } = explanation;
  const lines = [
    explanation.target,
    `  format     ${format.name}, ${format.bits} bits, ${format.order}-endian`,
    `  toolchain  ${pair ? `can build it${pair.firstClass ? ", first class" : ""}; cgo ${pair.cgo ? "possible" : "not possible"}` : "does not know it"}`,
  ];
  for (const program of explanation.programs) {
    lines.push("", `${program.title} (${program.task})`);
    for (const [name, value] of Object.entries(program.variables)) {
      lines.push(`  ${name}=${value === "" ? "" : shellWord(value)}`);
    }
    lines.push(`  cgo        ${program.cgo.enabled ? "on" : "off"}: ${program.cgo.why}`);
    lines.push(`  command    ${program.command.map(shellWord).join(" ")}`);
    for (const output of program.outputs) lines.push(`  output     ${output}`);
    const { counts } = program;
    lines.push(`  packages   ${counts.packages}, ${counts.standard} of the standard library, ${counts.files} files`);
    for (const each of program.packages) {
      if (each.standard) continue;
      lines.push(`    ${each.importPath}${each.module ? ` (${each.module})` : ""}: ${each.files.join(" ")}`);
      if (each.leftOut.length > 0) lines.push(`      left out: ${each.leftOut.join(" ")}`);
    }
    lines.push("  standard library, only for this target:");
    for (const [path, files] of Object.entries(program.standardFiles)) lines.push(`    ${path}: ${files.join(" ")}`);
  }
  return lines;
}
