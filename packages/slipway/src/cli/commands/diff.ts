import type { Command } from "commander";
import { diffText } from "../../report/diff-text.ts";
import type { CommandHost } from "../command-host.ts";
import { interruptSignal } from "../interrupt.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway diff`: why two files or folders differ. Exit 0 when they are the same, 3 when they differ. */
export function addDiff(program: Command, host: CommandHost): void {
  const command = program
    .command("diff <a> <b>")
    .description("why two programs, archives, packages, images or folders differ: causes first, then bytes")
    .option("--json", "as JSON")
    .option("--all", "every place and part, not the first ones")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway diff app-mine app-theirs\n  slipway diff dist/app_1.0.0_linux_amd64.tar.gz /tmp/again/app_1.0.0_linux_amd64.tar.gz\n  slipway diff dist /tmp/again/dist --json\n\nArchives, packages and images are opened, within each other too. Exit codes: 0 same, 3 different.\n",
    )
    .action(async (a: string, b: string, flags: { json?: boolean; all?: boolean }) => {
      const { diffPaths } = await import("../../index.ts");
      const { terminal } = host;
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const difference = await diffPaths(a, b, { dir, signal: interruptSignal() });
      host.exit(difference.same ? 0 : 3);
      terminal.out(
        flags.json
          ? `${JSON.stringify(difference, null, 2)}\n`
          : diffText(difference, terminal.outStyle, { a, b, all: flags.all ?? false }),
      );
    });
}
