import type { Command } from "commander";
import { SlipwayError } from "../../errors.ts";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions, type ProjectFlags } from "../project-flags.ts";
import { addMachineFlags, addSkipFlag, machineOptions, type MachineFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { chooseReporter } from "../terminal.ts";

interface MergeFlags extends ProjectFlags, MachineFlags {
  readonly prove?: string;
  readonly out?: string;
  readonly skip?: readonly string[];
}

/** `slipway merge`: the shards of several machines become one release. */
export function addMerge(program: Command, host: CommandHost): void {
  const command = program
    .command("merge")
    .description("put shards of one release together and make what needs all of them")
    .argument("<folders...>", "the folders that were given to --out")
    .option(
      "--prove <target>",
      "merge nothing: make the proofs of this target on this machine, for the merge to take in",
    )
    .option("--out <folder>", "where the proof goes, with --prove")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway release --snapshot --shard 1/2 --out /tmp/1    on one machine\n  slipway release --snapshot --shard 2/2 --out /tmp/2    on another\n  slipway merge /tmp/1 /tmp/2                            the same dist as one machine's\n  slipway merge --prove darwin/arm64 --out /tmp/proof /tmp/1 /tmp/2\n                                                         on a Mac, before the merge\n",
    );
  addMachineFlags(addSkipFlag(addProjectFlags(command), RELEASE_STEPS)).action(
    async (folders: readonly string[], flags: MergeFlags) => {
      const { mergeShards, openProject, proveShards } = await import("../../index.ts");
      const reporter = await chooseReporter(host.terminal, flags);
      try {
        const { out, prove: target } = flags;
        if ((out === undefined) !== (target === undefined)) {
          throw new SlipwayError("usage", "--prove and --out go together");
        }
        const ours = out === undefined ? folders : [...folders, out];
        const project = await openProject(await openOptions(command, host, ours));
        const options = { ...machineOptions(flags), skip: flags.skip ?? [], folders, emit: reporter.emit };
        if (target === undefined || out === undefined) await mergeShards(project, options);
        else await proveShards(project, { ...options, target, out });
      } finally {
        reporter.close();
      }
    },
  );
}
