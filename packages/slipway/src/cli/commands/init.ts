import type { Command } from "commander";
import type { CommandHost } from "../program.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway init`: a short commented project file for the module at hand. */
export function addInit(program: Command, host: CommandHost): void {
  const command = program
    .command("init")
    .alias("i")
    .description("write a short slipway.yaml for this module")
    .option("-f, --config <file>", "where to write it", "slipway.yaml")
    .action(async (flags: { config: string }) => {
      const { initProject } = await import("../../index.ts");
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const written = await initProject(dir, { file: flags.config, env: process.env });
      for (const line of written.notes) host.terminal.err(`${line}\n`);
      host.terminal.out(`wrote ${written.files.join(" and ")}; try it with: slipway release --snapshot\n`);
    });
}
