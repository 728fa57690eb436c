import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway jsonschema`: what editors read to complete and check the project file. */
export function addJsonSchema(program: Command, host: CommandHost): void {
  const command = program
    .command("jsonschema")
    .alias("schema")
    .description("print the JSON Schema of the project file")
    .option("-o, --output <file>", "write it to a file")
    .action(async (flags: { output?: string }) => {
      const { configJsonSchema } = await import("../../index.ts");
      const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
      if (flags.output === undefined || flags.output === "-") host.terminal.out(text);
      else {
        const { outputFailure } = await import("../../index.ts");
        const file = path.resolve(command.optsWithGlobals<ProjectFlags>().C ?? ".", flags.output);
        await writeFile(file, text).catch((error: unknown) => {
          throw outputFailure(error, file);
        });
      }
    });
}
