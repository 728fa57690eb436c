import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway inspect`: what files are, for whom, how they were built, what they need and what is odd. */
export function addInspect(program: Command, host: CommandHost): void {
  const command = program
    .command("inspect <files...>")
    .description("look into programs and libraries: what they are, for whom, how built, what they need")
    .option("--json", "as JSON, one object a line for each file")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: { json?: boolean }) => {
      const { inspectFiles } = await import("../../index.ts");
      const { inspectionText } = await import("../../report/inspect/inspection-text.ts");
      const { terminal } = host;
      let first = true;
      for await (const inspected of inspectFiles(command.optsWithGlobals<ProjectFlags>().C ?? ".", files)) {
        if (flags.json) terminal.out(`${JSON.stringify(inspected)}\n`);
        else terminal.out(`${first ? "" : "\n"}${inspectionText(inspected, terminal.outStyle)}\n`);
        first = false;
      }
    });
}

const EXAMPLES = `
Examples:
  slipway inspect dist/hello_linux_amd64_v1/hello
  slipway inspect --json hello.exe
`;
