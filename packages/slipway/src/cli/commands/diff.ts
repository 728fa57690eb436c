import { writeFile } from "node:fs/promises";
import path from "node:path";
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
    .option("--html <file>", "write a self-contained page")
    .option("--all", "every place and part, not the first ones")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway diff app-mine app-theirs\n  slipway diff dist/app_1.0.0_linux_amd64.tar.gz /tmp/again/app_1.0.0_linux_amd64.tar.gz\n  slipway diff dist /tmp/again/dist --html why.html\n\nArchives, packages and images are opened, within each other too. Exit codes: 0 same, 3 different.\n",
    )
    .action(async (a: string, b: string, flags: { json?: boolean; all?: boolean; html?: string }) => {
      const { diffPaths } = await import("../../index.ts");
      const { terminal } = host;
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const difference = await diffPaths(a, b, { dir, signal: interruptSignal() });
      host.exit(difference.same ? 0 : 3);
      if (flags.html !== undefined) {
        const { outputFailure } = await import("../../index.ts");
        const { diffPage } = await import("../../report/diff-page.ts");
        const file = flags.html;
        await writeFile(path.resolve(dir, file), diffPage(difference, { a, b })).catch((error: unknown) => {
          throw outputFailure(error, file);
        });
      }
      terminal.out(
        flags.json
          ? `${JSON.stringify(difference, null, 2)}\n`
          : diffText(difference, terminal.outStyle, { a, b, all: flags.all ?? false }),
      );
    });
}
