import type { Command } from "commander";
import { errorText } from "../../report/error-text.ts";
import type { CheckedConfig } from "../../config/check-config.ts";
import { findingText } from "../../report/finding-text.ts";
import { annotate } from "../annotate.ts";
import type { CommandHost } from "../command-host.ts";
import { readStandardInput, type ProjectFlags } from "../project-flags.ts";

/** `slipway check`: GoReleaser's codes, 0 valid, 1 invalid, 2 valid with deprecated keys. */
export function addCheck(program: Command, host: CommandHost): void {
  const command = program
    .command("check [files...]")
    .alias("c")
    .description("check project files, by default the one in use: 0 valid, 1 invalid, 2 valid with deprecated keys")
    .option("-f, --config <file>", "one more project file")
    .option("-q, --quiet", "print problems only")
    .option("--strict", "a section that nothing acts on yet is an error")
    .option("--json", "the result as JSON")
    .action(async (files: string[], flags: ProjectFlags & { quiet?: boolean; json?: boolean }) => {
      const { checkFiles } = await import("../../index.ts");
      const { terminal } = host;
      const named = flags.config === undefined ? files : [flags.config, ...files];
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const result = await checkFiles(dir, named, {
        env: process.env,
        strict: flags.strict ?? false,
        ...(named.includes("-") ? { stdin: await readStandardInput() } : {}),
      });
      host.exit(result.code);
      if (flags.json) {
        terminal.out(`${JSON.stringify({ ...result, files: result.files.map(plainProblems) })}\n`);
        return;
      }
      for (const checked of result.files) {
        for (const problem of checked.problems) terminal.err(`${errorText(problem, terminal.errStyle)}\n`);
        for (const notice of checked.notices) terminal.err(`${findingText(notice, terminal.errStyle)}\n`);
        annotate([...checked.problems, ...checked.notices], terminal, dir);
        if (flags.quiet) continue;
        terminal.out(`${checked.file ?? "no project file"}: ${WORD[checked.code]}\n`);
      }
    });
}

/** Problems in the shape of the notices beside them. */
function plainProblems(checked: CheckedConfig): object {
  const problems = checked.problems.map(({ code, message, details: { where, expected, actual, hint } }) => {
    return { code, severity: "error", message, where, expected, actual, hint };
  });
  return { ...checked, problems };
}

const WORD = { 0: "valid", 1: "invalid", 2: "valid, with deprecated keys" } as const;
