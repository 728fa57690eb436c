import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import { parseDuration } from "../duration.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import { chooseReporter } from "../terminal.ts";

interface ProveFlags {
  readonly target?: readonly string[];
  readonly timeout: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `slipway prove`: a dist folder that was made elsewhere. */
export function addProve(program: Command, host: CommandHost): void {
  const command = program
    .command("prove")
    .description(
      "prove a dist folder that was made elsewhere, by Slipway or GoReleaser: checksums, policy, archives, runs",
    )
    .argument("<dist>", "the folder, with its metadata.json and artifacts.json")
    .option("--target <target>", "prove this target only, os/arch with * for any; may be given more than once", collect)
    .option("--timeout <duration>", "give up after this time", "1h")
    .option("--json", "events as JSON, one a line, on standard output")
    .option("--verbose", "show what tools print")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway prove dist\n  slipway prove dist --target 'darwin/*'     in a CI job on macOS, of a folder made on Linux\n\nThe project's file here, if there is one, says how programs are tried (prove.smoke). The report goes into the folder.\n",
    );
  addProjectFlags(command).action(async (dist: string, flags: ProveFlags) => {
    const { openProject, proveDist } = await import("../../index.ts");
    const reporter = await chooseReporter(host.terminal, flags);
    try {
      const project = await openProject(await openOptions(command, host));
      await proveDist(project, dist, {
        emit: reporter.emit,
        timeoutMs: parseDuration(flags.timeout, "--timeout"),
        ...(flags.target === undefined ? {} : { targets: flags.target }),
      });
    } finally {
      reporter.close();
    }
  });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",")];
}
