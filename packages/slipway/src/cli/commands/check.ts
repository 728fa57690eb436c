import type { Command } from "commander";
import { errorText } from "../../report/error-text.ts";
import { placeText } from "../../report/place-text.ts";
import type { CommandHost } from "../program.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway check`: GoReleaser's codes, 0 valid, 1 invalid, 2 valid with deprecated keys. */
export function addCheck(program: Command, host: CommandHost): void {
  const command = program
    .command("check [files...]")
    .alias("c")
    .description("check project files: 0 valid, 1 invalid, 2 valid with deprecated keys")
    .option("-f, --config <file>", "project file")
    .option("-q, --quiet", "print problems only")
    .option("--strict", "a section that nothing acts on yet is an error")
    .option("--json", "the result as JSON")
    .action(async (files: string[], flags: ProjectFlags & { quiet?: boolean; json?: boolean }) => {
      const { checkProjectFiles } = await import("../../index.ts");
      const { terminal } = host;
      const named = flags.config === undefined ? files : [flags.config, ...files];
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const results = await checkProjectFiles(dir, named, { strict: flags.strict ?? false });
      host.exit(Math.max(0, ...results.map((result) => result.exitCode)));
      if (flags.json) {
        terminal.out(`${JSON.stringify(results)}\n`);
        return;
      }
      for (const result of results) {
        for (const problem of result.problems) terminal.err(`${errorText(problem, terminal.errStyle)}\n`);
        for (const notice of result.notices) {
          const where = notice.where ? `${placeText(notice.where)}: ` : "";
          terminal.err(`${terminal.errStyle.yellow("notice")}: ${where}${notice.message}\n`);
        }
        if (flags.quiet) continue;
        const word =
          result.exitCode === 0 ? "valid" : result.exitCode === 1 ? "invalid" : "valid, with deprecated keys";
        terminal.out(`${result.file}: ${word}\n`);
      }
    });
}
