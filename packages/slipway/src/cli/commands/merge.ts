import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions, type ProjectFlags } from "../project-flags.ts";
import { addMachineFlags, addSkipFlag, machineOptions, type MachineFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { chooseReporter } from "../terminal.ts";

interface MergeFlags extends ProjectFlags, MachineFlags {
  readonly skip?: readonly string[];
}

/** `slipway merge`: the shards of several machines become one release. */
export function addMerge(program: Command, host: CommandHost): void {
  const command = program
    .command("merge")
    .description("put shards of one release together and make what needs all of them")
    .argument("<folders...>", "the folders that were given to --out")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway release --snapshot --shard 1/2 --out /tmp/1    on one machine\n  slipway release --snapshot --shard 2/2 --out /tmp/2    on another\n  slipway merge /tmp/1 /tmp/2                            the same dist as one machine's\n",
    );
  addMachineFlags(addSkipFlag(addProjectFlags(command), RELEASE_STEPS)).action(
    async (folders: readonly string[], flags: MergeFlags) => {
      const { mergeShards, openProject } = await import("../../index.ts");
      const reporter = await chooseReporter(host.terminal, flags);
      try {
        const project = await openProject(await openOptions(command, host, folders));
        await mergeShards(project, {
          ...machineOptions(flags),
          skip: flags.skip ?? [],
          folders,
          emit: reporter.emit,
        });
      } finally {
        reporter.close();
      }
    },
  );
}
