import { InvalidArgumentError, type Command } from "commander";
import type { CommandHost } from "../command-host.ts";
import type { ResourceFiles } from "../../index.ts";
import { addEditFlags, editOptions, folderOf, tellEdited, type EditFlags } from "../edit-flags.ts";

interface ResourceFlags {
  readonly icon?: string;
  readonly manifest?: string;
  readonly version?: string;
  readonly string?: Readonly<Record<string, string>>;
}

/** `slipway edit resources` and `slipway edit syso`: the same resources after and before the link. */
export function addEditResources(edit: Command, host: CommandHost): void {
  const resources = edit
    .command("resources <file>")
    .description("icon, manifest and version of a Windows program that has none");
  addEditFlags(addResourceFlags(resources)).action(async (file: string, flags: ResourceFlags & EditFlags) => {
    const { addResourcesToFile } = await import("../../index.ts");
    const edited = await addResourcesToFile(folderOf(resources), file, filesOf(flags), editOptions(flags));
    tellEdited(host, edited, flags);
  });

  const syso = edit
    .command("syso <output>")
    .description("the same as an object that `go build` links in: NAME_windows_ARCH.syso beside the sources")
    .requiredOption("--arch <goarch>", "386, amd64 or arm64");
  addResourceFlags(syso).action(async (output: string, flags: ResourceFlags & { readonly arch: string }) => {
    const { writeSysoFile } = await import("../../index.ts");
    const size = await writeSysoFile(folderOf(syso), output, flags.arch, filesOf(flags));
    host.terminal.out(`wrote ${output}, ${size} bytes\n`);
  });
}

function addResourceFlags(command: Command): Command {
  return command
    .option("--icon <file>", "an .ico file")
    .option("--manifest <file>", "an application manifest")
    .option("--version <version>", "file and product version")
    .option("--string <name=value>", "a text of the version resource, may be given again", collectText);
}

function filesOf({ icon, manifest, version, string }: ResourceFlags): ResourceFiles {
  return {
    ...(icon === undefined ? {} : { icon }),
    ...(manifest === undefined ? {} : { manifest }),
    ...(version === undefined ? {} : { version }),
    ...(string === undefined ? {} : { strings: string }),
  };
}

function collectText(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = value.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("It must be NAME=VALUE.");
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}
