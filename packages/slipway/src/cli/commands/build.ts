import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import { addRunFlags, runOptions, type RunFlags } from "../run-flags.ts";
import { chooseReporter } from "../terminal.ts";

const BUILD_STEPS: readonly string[] = ["before", "post-hooks", "pre-hooks", "prove", "validate"];

interface BuildFlags extends RunFlags {
  readonly output?: string;
}

/** `slipway build`: programs only, no packing. */
export function addBuild(program: Command, host: CommandHost): void {
  const command = program
    .command("build")
    .alias("b")
    .description("build the project's programs and stop before packing")
    .option("-o, --output <path>", "copy the program to this file or folder; wants --single-target and one build")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway build --snapshot --single-target -o ./hello\n  slipway build --snapshot --id api\n",
    );
  addRunFlags(addProjectFlags(command), BUILD_STEPS).action(async (flags: BuildFlags) => {
    const { buildProject, openProject } = await import("../../index.ts");
    const reporter = await chooseReporter(host.terminal, flags);
    try {
      const project = await openProject(await openOptions(command, host));
      await buildProject(project, {
        ...runOptions(flags),
        ...(flags.output === undefined ? {} : { output: flags.output }),
        emit: reporter.emit,
      });
    } finally {
      reporter.close();
    }
  });
}
