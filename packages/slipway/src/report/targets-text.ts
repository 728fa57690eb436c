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
  lines.push(...lackLines("what would help:", targets, (lack) => lack.for !== "sign"));
  lines.push(...lackLines("not needed yet, since no release signs:", targets, (lack) => lack.for === "sign"));
  return `${lines.join("\n")}\n`;
}

/** What is missing, each thing once with its targets. */
function lackLines(
  title: string,
  targets: readonly ShownTarget[],
  shown: (lack: ShownTarget["missing"][number]) => boolean,
): string[] {
  const lacks = new Map<string, { readonly text: string; readonly targets: string[] }>();
  for (const { target, missing } of targets) {
    for (const lack of missing.filter(shown)) {
      const key = JSON.stringify([lack.for, lack.install]);
      const known = lacks.get(key) ?? { text: `to ${lack.for}: ${lack.install}`, targets: [] };
      known.targets.push(target);
      lacks.set(key, known);
    }
  }
  if (lacks.size === 0) return [];
  return ["", title, ...[...lacks.values()].flatMap(({ text, targets: on }) => [`  ${on.join(", ")}`, `    ${text}`])];
}

function signText({ target, sign }: ShownTarget): string {
  if (!/^(?:darwin|windows)\//.test(target)) return "none needed";
  return sign?.split(/[\\/]/).at(-1) ?? "none";
}
