import { formatTable } from "./table.ts";

/** What of a target is shown; the library's `ExaminedTarget` has it. */
interface ShownTarget {
  readonly target: string;
  readonly build: boolean;
  readonly cgo: boolean;
  readonly run: readonly string[];
  readonly prove: string;
  readonly sign?: string;
  readonly missing: readonly {
    readonly tool: string;
    readonly for: string;
    readonly why: string;
    readonly install: string;
  }[];
}

/** A table of what each target can have on this machine, then what is missing, each thing once with its targets. */
export function targetsText(targets: readonly ShownTarget[]): string {
  if (targets.length === 0) return "";
  const rows = targets.map((each) => [
    each.target,
    each.build ? "yes" : "no",
    each.cgo ? "yes" : "no",
    each.run.length > 0 ? each.run.join(", ") : "no",
    each.prove,
    signText(each),
  ]);
  const lines = ["", ...formatTable([["target", "builds", "cgo", "runs here", "proven", "signer"], ...rows])];
  const lacks = new Map<string, { readonly text: string; readonly targets: string[] }>();
  for (const { target, missing } of targets) {
    for (const lack of missing) {
      const key = JSON.stringify([lack.for, lack.install]);
      const known = lacks.get(key) ?? { text: `to ${lack.for}: ${lack.install}`, targets: [] };
      known.targets.push(target);
      lacks.set(key, known);
    }
  }
  if (lacks.size > 0) {
    lines.push("", "what would help:");
    for (const { text, targets: on } of lacks.values()) lines.push(`  ${on.join(", ")}`, `    ${text}`);
  }
  return `${lines.join("\n")}\n`;
}

function signText({ target, sign }: ShownTarget): string {
  if (!/^(?:darwin|windows)\//.test(target)) return "none needed";
  return sign?.split(/[\\/]/).at(-1) ?? "none";
}
