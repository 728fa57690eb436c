import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions, type ProjectFlags } from "../project-flags.ts";
import { addRunFlags, runOptions, type RunFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { addShardFlags, shardOptions, shardPaths, type ShardFlags } from "../shard-flags.ts";
import { chooseReporter } from "../terminal.ts";

interface ReleaseFlags extends RunFlags, ShardFlags {
  readonly nightly?: boolean;
  readonly releaseNotes?: string;
  readonly releaseNotesTmpl?: string;
  readonly releaseHeader?: string;
  readonly releaseHeaderTmpl?: string;
  readonly releaseFooter?: string;
  readonly releaseFooterTmpl?: string;
}

/** `slipway release`: the main job. */
export function addRelease(program: Command, host: CommandHost): void {
  const command = program
    .command("release")
    .alias("r")
    .description("build, pack and checksum every artifact of the project")
    .option("--nightly", "a version for this night, made by nightly.version_template")
    .option("--release-notes <file>", "release notes instead of the changelog")
    .option("--release-notes-tmpl <file>", "the same, as a template")
    .option("--release-header <file>", "text above the changelog")
    .option("--release-header-tmpl <file>", "the same, as a template")
    .option("--release-footer <file>", "text below the changelog")
    .option("--release-footer-tmpl <file>", "the same, as a template")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway release --snapshot\n  slipway release --skip=publish --clean\n\nThis version has no publishers: without --snapshot it wants --skip=publish, and then makes what would be published.\n",
    );
  addShardFlags(addRunFlags(addProjectFlags(command), RELEASE_STEPS)).action(async (flags: ReleaseFlags) => {
    const { openProject, releaseProject, releaseShard } = await import("../../index.ts");
    const reporter = await chooseReporter(host.terminal, flags);
    try {
      const project = await openProject(await openOptions(command, host, shardPaths(flags)));
      const options = { ...runOptions(flags), nightly: flags.nightly ?? false, emit: reporter.emit };
      const { C } = command.optsWithGlobals<ProjectFlags>();
      const shard = await shardOptions(C === undefined ? flags : { ...flags, C }, project, process.env);
      if (shard !== undefined) return void (await releaseShard(project, { ...options, ...shard }));
      await releaseProject(project, {
        ...options,
        notes: {
          ...(flags.releaseNotes === undefined ? {} : { file: flags.releaseNotes }),
          ...(flags.releaseNotesTmpl === undefined ? {} : { template: flags.releaseNotesTmpl }),
          ...(flags.releaseHeader === undefined ? {} : { headerFile: flags.releaseHeader }),
          ...(flags.releaseHeaderTmpl === undefined ? {} : { headerTemplate: flags.releaseHeaderTmpl }),
          ...(flags.releaseFooter === undefined ? {} : { footerFile: flags.releaseFooter }),
          ...(flags.releaseFooterTmpl === undefined ? {} : { footerTemplate: flags.releaseFooterTmpl }),
        },
      });
    } finally {
      reporter.close();
    }
  });
}
