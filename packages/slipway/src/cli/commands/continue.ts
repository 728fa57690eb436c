import type { Command } from "commander";
import { SlipwayError } from "../../errors.ts";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions, type ProjectFlags } from "../project-flags.ts";
import { addMachineFlags, addSkipFlag, machineOptions, type MachineFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { chooseReporter } from "../terminal.ts";

interface ContinueFlags extends ProjectFlags, MachineFlags {
  readonly merge?: boolean;
  readonly skip?: readonly string[];
}

/** `slipway continue --merge`: GoReleaser's word for merging what `release --split` left in dist. */
export function addContinue(program: Command, host: CommandHost): void {
  const command = program
    .command("continue")
    .description("go on with what release --split left below dist, as GoReleaser's paid edition does")
    .option("--merge", "put the parts in dist together; needed")
    .addHelpText(
      "after",
      "\nExamples:\n  GGOOS=linux slipway release --snapshot --split\n  GGOOS=darwin slipway release --snapshot --split\n  slipway continue --merge\n",
    );
  addMachineFlags(addSkipFlag(addProjectFlags(command), RELEASE_STEPS)).action(async (flags: ContinueFlags) => {
    if (!flags.merge) throw new SlipwayError("usage", "continue wants --merge: there is nothing else to go on with");
    const { mergeShards, openProject, shardsInDist } = await import("../../index.ts");
    const reporter = await chooseReporter(host.terminal, flags);
    try {
      const project = await openProject(await openOptions(command, host));
      await mergeShards(project, {
        ...machineOptions(flags),
        skip: flags.skip ?? [],
        folders: shardsInDist(project),
        emit: reporter.emit,
      });
    } finally {
      reporter.close();
    }
  });
}
