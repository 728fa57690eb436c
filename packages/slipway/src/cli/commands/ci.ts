import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Option, type Command } from "commander";
import { SlipwayError } from "../../errors.ts";
import type { CiFile, CiSystem } from "../../index.ts";
import type { CommandHost } from "../command-host.ts";
import { shellWord } from "../../platform/process/shell-word.ts";
import { counted, machinesWords } from "../machines-words.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { addSkipFlag } from "../run-flags.ts";
import { addProjectFlags, openOptions, type ProjectFlags } from "../project-flags.ts";

interface CiFlags extends ProjectFlags {
  readonly check?: boolean;
  readonly for?: CiSystem;
  readonly slipway?: string;
}

interface MatrixFlags extends ProjectFlags {
  readonly for?: CiSystem;
  readonly snapshot?: boolean;
  readonly skip?: readonly string[];
}

/** `slipway ci`: the CI files of a project, written from its plan. */
export function addCi(program: Command, host: CommandHost): void {
  const command = program
    .command("ci")
    .description("write the workflow that plans, builds, proves and merges this project on many machines")
    .option("--check", "write nothing; exit with 1 and a diff when the files do not fit the plan any more")
    .addOption(systemOption())
    .option("--slipway <command>", "what runs Slipway there, a command or a path (default: ci.slipway)")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway ci                       write .github/workflows/release.yml\n  slipway ci --check               does it still fit? for a pull request\n  slipway ci --for gitlab\n  slipway ci update                look up the newest releases of the actions in use\n",
    );
  addProjectFlags(command).action(async (flags: CiFlags) => {
    const { ciFiles, ciPipeline, openProject, writeCi } = await import("../../index.ts");
    if (flags.slipway?.trim() === "") {
      throw new SlipwayError("usage", "--slipway is empty", {
        expected: "a command, or the path of a program",
        hint: "leave it out for ci.slipway of the project file, or name one: --slipway /opt/slipway/slipway",
      });
    }
    const project = await openProject(await openOptions(command, host));
    const options = {
      ...(flags.for === undefined ? {} : { system: flags.for }),
      ...(flags.slipway === undefined ? {} : { slipway: flags.slipway }),
      ...(flags.config === undefined ? {} : { file: flags.config }),
    };
    if (!flags.check) {
      tell(await writeCi(project, options), host);
      const pipeline = await ciPipeline(project, options);
      const { prove, test } = pipeline;
      host.terminal.err(
        `${machinesWords(pipeline, project.config.shards)}, ` +
          `${counted(prove.length, "job proves", "jobs prove")} on the systems that users have, ` +
          `${counted(test.length, "tests", "test")} the module (ci.tests)\n`,
      );
      if ((options.slipway ?? project.config.ci.slipway) === "") {
        host.terminal.err(
          `notice: the jobs run "${pipeline.slipway}", which finds nothing until that version is on npm\n` +
            "  next: name what runs Slipway there with ci.slipway, or with --slipway\n",
        );
      }
      return;
    }
    const files = await ciFiles(project, options);
    const stale = files.filter(({ text, old }) => text !== old);
    for (const { name, difference } of stale) {
      host.terminal.out(`--- ${name}\n+++ ${name} as the plan has it\n${difference.join("\n")}\n`);
    }
    if (stale.length === 0) {
      for (const { name } of files) host.terminal.err(`up to date: ${name}\n`);
      return;
    }
    const asked = askedAgain(command.optsWithGlobals<CiFlags>());
    host.terminal.err(`The CI files do not fit the plan\n  next: slipway ci${asked}\n`);
    host.exit(1);
  });
  addMatrix(command, host);
  addSummary(command, host);
  addUpdate(command, host);
}

/** The flags that say what is written, as the next command needs them. */
function askedAgain({ C, config, strict, for: system, slipway }: CiFlags): string {
  const values = { "-C": C, "-f": config, "--for": system, "--slipway": slipway };
  const given = Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  return [...given, ...(strict ? ["--strict"] : [])].map((word) => ` ${shellWord(word)}`).join("");
}

function systemOption(): Option {
  return new Option("--for <system>", "the CI system (default: ci.system of the project file)").choices([
    "github",
    "gitlab",
    "forgejo",
    "gitea",
  ]);
}

function tell(files: readonly CiFile[], host: CommandHost): void {
  for (const { name, text, old } of files) {
    host.terminal.err(`${old === undefined ? "wrote" : old === text ? "unchanged" : "updated"} ${name}\n`);
  }
}

/** What the workflow's own jobs call. */
function addMatrix(parent: Command, host: CommandHost): void {
  const command = parent
    .command("matrix")
    .description("print the jobs of this plan as matrices, for the plan job of a workflow")
    .addOption(systemOption())
    .option("--snapshot", "plan a snapshot");
  addSkipFlag(addProjectFlags(command), RELEASE_STEPS).action(async (flags: MatrixFlags) => {
    const { ciPipeline, matrixLines, openProject } = await import("../../index.ts");
    const project = await openProject(await openOptions(command, host));
    host.terminal.out(
      matrixLines(
        await ciPipeline(project, {
          snapshot: flags.snapshot ?? false,
          skip: flags.skip ?? [],
          ...(flags.for === undefined ? {} : { system: flags.for }),
        }),
      ),
    );
  });
}

function addSummary(parent: Command, host: CommandHost): void {
  const sizes = parent.command("sizes").description("print the sizes of what is in dist as JSON, for a comparison");
  addProjectFlags(sizes).action(async () => {
    const { distSizes, openProject } = await import("../../index.ts");
    const project = await openProject(await openOptions(sizes, host));
    host.terminal.out(`${JSON.stringify(await distSizes(project), null, 2)}\n`);
  });
  const summary = parent
    .command("summary")
    .description("print sizes and findings of dist as Markdown, for a job's summary or a comment")
    .option("--base <file>", "what slipway ci sizes printed for the commit to compare with, or none");
  addProjectFlags(summary).action(async (flags: ProjectFlags & { readonly base?: string }) => {
    const { ciSummary, openProject } = await import("../../index.ts");
    const project = await openProject(await openOptions(summary, host));
    const dir = summary.optsWithGlobals<ProjectFlags>().C ?? ".";
    // A pull request has a base, a tag has none: the same command serves both.
    const { base: file = "none" } = flags;
    const base = file === "none" ? undefined : { file, text: await sizesText(dir, file) };
    host.terminal.out(await ciSummary(project, base));
  });
}

async function sizesText(dir: string, file: string): Promise<string> {
  try {
    return await readFile(path.resolve(dir, file), "utf8");
  } catch (error) {
    const absent = (error as { code?: string }).code === "ENOENT";
    throw new SlipwayError(
      "file-not-found",
      absent ? `There is no "${file}"` : `Cannot read the sizes: ${(error as Error).message}`,
      { hint: `slipway ci sizes > ${file}, in a dist of the base; or --base none`, cause: error },
    );
  }
}

function addUpdate(parent: Command, host: CommandHost): void {
  const command = parent
    .command("update")
    .description("ask each action's repository for its newest release and pin its commit for this project")
    .option("--from <place>", "where the repositories are, an address or a folder (default: https://github.com)")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway ci update\n  slipway ci update --from https://git.example.com   a mirror, with actions/checkout and so on below it\n",
    );
  addProjectFlags(command).action(async ({ from }: ProjectFlags & { readonly from?: string }) => {
    const { openProject, updatePins } = await import("../../index.ts");
    const options = await openOptions(command, host);
    // git is asked at the top of the repository, which may be elsewhere.
    const folder = path.resolve(options.dir, from ?? "");
    if (from !== undefined && isFolderName(from) && !existsSync(folder)) {
      throw new SlipwayError("ci-pin-unseen", `There is no folder "${from}"`, {
        expected: "an address, or a folder with actions/checkout and so on in it",
        hint: "name a folder that is there, or leave --from out for https://github.com",
      });
    }
    const { env, facts, root, signal } = await openProject(options);
    const pins = await updatePins(facts.git?.top ?? root, {
      env,
      ...(from === undefined ? {} : { from: existsSync(folder) ? folder : from }),
      ...(signal === undefined ? {} : { signal }),
    });
    for (const { repository, version, commit } of pins) host.terminal.out(`${repository} ${version} ${commit}\n`);
    host.terminal.err("next: slipway ci\n");
  });
}

/** Whether git could take a text for nothing but a folder: its addresses, `https://HOST` and `HOST:PATH`, have a colon. */
function isFolderName(text: string): boolean {
  return path.isAbsolute(text) || !/^-|:/u.test(text);
}
