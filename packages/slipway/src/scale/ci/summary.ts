/** Sizes in bytes of what a release gives to users, by name without version. */
export type Sizes = Readonly<Record<string, number>>;

/** What a summary tells. */
export interface SummaryInput {
  readonly project: string;
  readonly version: string;
  readonly sizes: Sizes;
  /** Of the commit that it is compared with; absent where there is nothing to compare. */
  readonly base?: Sizes;
  readonly findings: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly target?: string;
  }[];
}

/** Most findings that are told one by one; a comment has a limit. */
const SHOWN = 50;

/** A page of Markdown for a job's summary or a comment: sizes, what grew, findings. */
export function summaryMarkdown({ project, version, sizes, base, findings }: SummaryInput): string {
  const names = [...new Set([...Object.keys(sizes), ...Object.keys(base ?? {})])].sort();
  const compared = base !== undefined && Object.keys(base).length > 0;
  const head = compared ? ["| file | size | against base |", "|---|--:|--:|"] : ["| file | size |", "|---|--:|"];
  const rows = names.map((name) => {
    const cells = [escape(name), sizes[name] === undefined ? "gone" : bytes(sizes[name])];
    return `| ${[...cells, ...(compared ? [change(base[name], sizes[name])] : [])].join(" | ")} |`;
  });
  return [
    `### ${escape(project)} ${escape(version)}`,
    "",
    ...head,
    ...rows,
    ...(compared
      ? [`| **all** | **${bytes(sum(sizes))}** | ${change(sum(base), sum(sizes))} |`]
      : [`| **all** | **${bytes(sum(sizes))}** |`]),
    ...(base !== undefined && !compared ? ["", "The base could not be built: nothing to compare with."] : []),
    "",
    ...findingLines(findings),
    "",
  ].join("\n");
}

function findingLines(findings: SummaryInput["findings"]): string[] {
  if (findings.length === 0) return ["No findings."];
  const shown = findings.slice(0, SHOWN);
  return [
    `${findings.length} finding${findings.length === 1 ? "" : "s"}:`,
    "",
    ...shown.map(
      ({ severity, code, message, target }) =>
        `- **${severity}** \`${code}\`${target === undefined ? "" : ` ${escape(target)}`}: ${escape(message)}`,
    ),
    ...(findings.length > SHOWN ? [`- and ${findings.length - SHOWN} more`] : []),
  ];
}

function change(before: number | undefined, now: number | undefined): string {
  if (before === undefined) return "new";
  if (now === undefined) return `-${bytes(before)}`;
  if (before === now) return "same";
  const percent = before === 0 ? "" : ` (${now > before ? "+" : ""}${(((now - before) / before) * 100).toFixed(2)} %)`;
  return `${now > before ? "+" : "-"}${bytes(Math.abs(now - before))}${percent}`;
}

function sum(sizes: Sizes): number {
  return Object.values(sizes).reduce((total, size) => total + size, 0);
}

function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const [value, unit] = size < 1e6 ? [size / 1e3, "kB"] : size < 1e9 ? [size / 1e6, "MB"] : [size / 1e9, "GB"];
  return `${value.toFixed(2)} ${unit}`;
}

/** Text from names and messages must stay text in Markdown. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#@]/gu, "\\$&").replaceAll(/\s+/gu, " ");
}
