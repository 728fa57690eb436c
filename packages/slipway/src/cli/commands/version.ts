import type { Command } from "commander";
import packageJson from "../../../package.json" with { type: "json" };
import type { CommandHost } from "../command-host.ts";

/** `slipway version`. */
export function addVersion(program: Command, host: CommandHost): void {
  program
    .command("version")
    .description("print the version of Slipway and of the Node it runs on")
    .option("--json", "as JSON")
    .action((flags: { json?: boolean }) => {
      const { version } = packageJson;
      const text = flags.json
        ? JSON.stringify({ version, node: process.versions.node, platform: process.platform, arch: process.arch })
        : `slipway ${version} (node ${process.versions.node}, ${process.platform}/${process.arch})`;
      host.terminal.out(`${text}\n`);
    });
  program.version(`slipway ${packageJson.version}`, "-v, --version", "print the version");
}
