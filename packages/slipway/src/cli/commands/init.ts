import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway init`: a short commented project file for the module at hand. */
export function addInit(program: Command, host: CommandHost): void {
  const command = program
    .command("init")
    .alias("i")
    .description("write a short slipway.yaml for this module")
    .action(async () => {
      const { initProject } = await import("../../index.ts");
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      const written = await initProject(dir, {
        env: process.env,
        onMessage: (text) => host.terminal.err(`${text}\n`),
      });
      const ignored = written.ignoredDist ? " and added dist/ to .gitignore" : "";
      host.terminal.out(`wrote ${written.file}${ignored}; try it with: slipway release --snapshot\n`);
    });
}
