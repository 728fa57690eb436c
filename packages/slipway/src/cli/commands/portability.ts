import type { Command } from "commander";
import type { Finding } from "../../findings.ts";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import packageJson from "../../../package.json" with { type: "json" };

interface PortabilityFlags {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly html?: boolean;
  readonly target?: readonly string[];
  readonly abi?: string;
}

/** `slipway portability`: the source as every target sees it. */
export function addPortability(program: Command, host: CommandHost): void {
  const command = program
    .command("portability")
    .description("look at the source as every target sees it: what is in, what compiles, what would misbehave")
    .option("--target <target>", "look at this target; may be given more than once", collect)
    .option("--abi <arch>", "print what Linux, macOS and Windows ask of assembly instead: arm64")
    .option("--all", "judge every program, and places that no straight call leads to")
    .option("--json", "the whole report as JSON")
    .option("--sarif", "findings as SARIF 2.1.0")
    .option("--html", "the whole report as one page that loads nothing")
    .addHelpText("after", EXAMPLES);
  addProjectFlags(command).action(async (flags: PortabilityFlags) => {
    const { checkPortability, openProject, repositoryFolder } = await import("../../index.ts");
    const { terminal } = host;
    if (flags.abi !== undefined) return printAbi(flags.abi, flags.json ?? false, host);
    const project = await openProject({ ...(await openOptions(command, host)), sourceOnly: true });
    await tellPassedOver(project.notices, host);
    const report = await checkPortability(project, {
      ...(flags.target === undefined ? {} : { targets: flags.target }),
      all: flags.all ?? false,
    });
    host.exit(report.findings.some((finding) => finding.severity === "error") ? 4 : 0);
    if (flags.json) return terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    if (flags.sarif) {
      const { portabilitySarif } = await import("../../report/portability-sarif.ts");
      const log = portabilitySarif(report, { version: packageJson.version, base: repositoryFolder(project) });
      return terminal.out(`${JSON.stringify(log, null, 2)}\n`);
    }
    if (flags.html) {
      const { portabilityHtml } = await import("../../report/portability-html.ts");
      return terminal.out(portabilityHtml(report));
    }
    const { portabilityText } = await import("../../report/portability-text.ts");
    terminal.out(portabilityText(report, terminal.outStyle));
  });
}

/** What is wrong in sections that do not matter here: a word, and no more. */
async function tellPassedOver(notices: readonly Finding[], { terminal }: CommandHost): Promise<void> {
  const { findingText } = await import("../../report/finding-text.ts");
  for (const notice of notices) {
    if (["config-unknown-key", "config-invalid"].includes(notice.code)) {
      terminal.err(`${findingText(notice, terminal.errStyle)}\n`);
    }
  }
}

async function printAbi(arch: string, json: boolean, { terminal }: CommandHost): Promise<void> {
  const { abiTable } = await import("../../index.ts");
  const rows = abiTable(arch);
  if (json) return terminal.out(`${JSON.stringify(rows, null, 2)}\n`);
  const { abiText } = await import("../../report/abi-text.ts");
  terminal.out(abiText(arch, rows, terminal.outStyle));
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",")];
}

const EXAMPLES = `
Examples:
  slipway portability
  slipway portability --target windows/amd64 --target js/wasm
  slipway portability --sarif >portability.sarif
  slipway portability --html >portability.html
  slipway portability --abi arm64

A comment allows a finding, with a reason: // slipway:allow portability-unix-path only ever runs in our image
`;
