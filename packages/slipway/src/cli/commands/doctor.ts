import type { Command } from "commander";
import { findingText } from "../../report/finding-text.ts";
import { targetsText } from "../../report/targets-text.ts";
import { formatTable } from "../../report/table.ts";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";

/** `slipway doctor`: what this project needs and what is missing on this machine. */
export function addDoctor(program: Command, host: CommandHost): void {
  const command = program
    .command("doctor")
    .aliases(["healthcheck", "hc"])
    .description(
      "what this project needs on this machine, what each target can have here, and how to get what is missing",
    )
    .option("-q, --quiet", "print what is missing only")
    .option("--json", "as JSON");
  addProjectFlags(command).action(async (flags: { quiet?: boolean; json?: boolean }) => {
    const { examineProject, openProject } = await import("../../index.ts");
    const { terminal } = host;
    const report = await examineProject(await openProject(await openOptions(command, host)));
    host.exit(report.tools.some((tool) => tool.required && tool.path === undefined) ? 1 : 0);
    if (flags.json) return terminal.out(`${JSON.stringify(report)}\n`);
    const shown = report.tools.filter((tool) => !flags.quiet || tool.path === undefined);
    const rows = shown.map((tool) => [
      tool.path === undefined ? (tool.required ? "missing" : "absent") : "found",
      tool.path === undefined ? tool.name : (tool.path.split(/[\\/]/).at(-1) ?? tool.name),
      tool.purpose,
      tool.path ?? tool.install,
    ]);
    if (rows.length > 0) terminal.out(`${formatTable(rows).join("\n")}\n`);
    if (!flags.quiet) terminal.out(targetsText(report.targets));
    if (!flags.quiet && report.caches.length > 0) {
      const rows = report.caches.map(({ name, type, place = "", use }) => [USE[use], name, type, place]);
      terminal.out(`\n${formatTable(rows).join("\n")}\n`);
    }
    for (const finding of report.findings) terminal.err(`${findingText(finding, terminal.errStyle)}\n`);
    const missing = report.tools.filter((tool) => tool.required && tool.path === undefined).length;
    if (missing > 0) terminal.err(`\n${missing} of ${report.tools.length} tools are missing\n`);
    else if (!flags.quiet && report.findings.length === 0)
      terminal.out("\neverything that this project needs is here\n");
  });
}

/** What a run here does with a remote cache. */
const USE = { read: "read", "read-write": "read and written", none: "not used" } as const;
