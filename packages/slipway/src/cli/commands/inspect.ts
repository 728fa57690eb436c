import type { Command } from "commander";
import { SlipwayError } from "../../errors.ts";
import type { CommandHost } from "../command-host.ts";
import type { ProjectFlags } from "../project-flags.ts";

interface InspectFlags {
  readonly json?: boolean;
  readonly size?: boolean;
  readonly since?: string;
  readonly html?: string;
}

/** `slipway inspect`: what files are, for whom, how they were built, what they need and what is odd. */
export function addInspect(program: Command, host: CommandHost): void {
  const command = program
    .command("inspect <files...>")
    .description(
      "look into programs, libraries, archives and packages: what they are, for whom, how built, what they need",
    )
    .option("--json", "as JSON, one object a line for each file")
    .option("--size", "where the bytes are: by module, package and section")
    .option("--since <file>", "an older build of the one FILE: what grew and what shrank")
    .option("--html <file>", "write the sizes of the one FILE, and what changed, as a page of its own")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: InspectFlags) => {
      const dir = command.optsWithGlobals<ProjectFlags>().C ?? ".";
      if (flags.since !== undefined || flags.html !== undefined) return inspectOne(host, dir, files, flags);
      const { inspectFiles } = await import("../../index.ts");
      const { inspectionText } = await import("../../report/inspect/inspection-text.ts");
      const { inspectionSizes } = await import("../../report/inspect/inspection-sizes.ts");
      const { terminal } = host;
      let first = true;
      let others = 0;
      let seen = 0;
      const options = { sizes: flags.size ?? false, onOther: () => void others++ };
      for await (const inspected of inspectFiles(dir, files, options)) {
        seen++;
        if (flags.json) {
          terminal.out(`${JSON.stringify(inspected)}\n`);
          continue;
        }
        const text = flags.size
          ? inspectionSizes(inspected, terminal.outStyle)
          : inspectionText(inspected, terminal.outStyle);
        terminal.out(`${first ? "" : "\n"}${text}\n`);
        first = false;
      }
      if (others > 0) terminal.err(`${first ? "" : "\n"}left out: files that are no programs, ${others}\n`);
      else if (seen === 0) terminal.err(`nothing to look into: there are no files in ${files.join(", ")}\n`);
    });
}

/** Sizes of one file, compared with another, on the terminal, as JSON or as a page. */
async function inspectOne(
  host: CommandHost,
  dir: string,
  files: readonly string[],
  flags: InspectFlags,
): Promise<void> {
  const { compareFileSizes, writeSizePage } = await import("../../index.ts");
  const { terminal } = host;
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) {
    throw new SlipwayError("usage", "--since and --html want one file", { actual: `${files.length} files` });
  }
  if (flags.html !== undefined) {
    await writeSizePage(dir, file, { to: flags.html, ...(flags.since === undefined ? {} : { since: flags.since }) });
    return terminal.err(`the sizes of ${file} are in ${flags.html}\n`);
  }
  const { programs } = await compareFileSizes(dir, flags.since ?? "", file);
  const { sizeChangeText } = await import("../../report/inspect/size-change-text.ts");
  for (const { name, comparison } of programs) {
    if (flags.json) terminal.out(`${JSON.stringify({ file, since: flags.since, program: name, ...comparison })}\n`);
    else terminal.out(`${name === "" ? "" : `${name}: `}${sizeChangeText(comparison, terminal.outStyle)}\n`);
  }
}

const EXAMPLES = `
Examples:
  slipway inspect dist/hello_linux_amd64_v1/hello
  slipway inspect dist
  slipway inspect --json hello.exe
  slipway inspect --size hello
  slipway inspect --since old/hello new/hello
  slipway inspect --html sizes.html --since old/hello new/hello
`;
