import { InvalidArgumentError, type Command } from "commander";
import type { BinaryEdit } from "../../index.ts";
import type { CommandHost } from "../command-host.ts";
import { addEditFlags, editOptions, folderOf, tellEdited, type EditFlags } from "../edit-flags.ts";
import { addEditResources } from "./edit-resources.ts";

interface PathFlags extends EditFlags {
  readonly add?: readonly string[];
  readonly delete?: readonly string[];
  readonly change?: readonly (readonly [string, string])[];
  readonly set?: string;
}

/** `slipway edit`: changes of linked programs that leave them valid. */
export function addEdit(program: Command, host: CommandHost): void {
  const edit = program
    .command("edit")
    .description("change linked programs and keep them valid: library paths, signatures, resources, slices")
    .addHelpText("after", EXAMPLES);

  const run = async (command: Command, file: string, edits: readonly BinaryEdit[], flags: EditFlags): Promise<void> => {
    const { editFile } = await import("../../index.ts");
    tellEdited(host, await editFile(folderOf(command), file, edits, editOptions(flags)), flags);
  };

  const rpath = edit
    .command("rpath <file>")
    .description("where a program looks for its libraries (Mach-O; on ELF only --set, never longer)")
    .option("--add <path>", "one more folder, may be given again", collect)
    .option("--delete <path>", "a folder less", collect)
    .option("--change <old=new>", "another folder in its place", collectPair)
    .option("--set <path>", "the run path of an ELF program");
  addEditFlags(rpath).action((file: string, flags: PathFlags) =>
    run(rpath, file, pathEdits(flags, "rpath", rpath), flags),
  );

  const library = edit
    .command("library <file>")
    .description("the libraries that a Mach-O program loads")
    .option("--add <path>", "one more library, may be given again", collect)
    .option("--delete <path>", "a library less, if no symbol comes from it", collect)
    .option("--change <old=new>", "another path for it", collectPair);
  addEditFlags(library).action((file: string, flags: PathFlags) =>
    run(library, file, pathEdits(flags, "library", library), flags),
  );

  const name = edit.command("name <file> <path>").description("the install name of a Mach-O library");
  addEditFlags(name).action((file: string, path: string, flags: EditFlags) =>
    run(name, file, [{ kind: "set-install-name", path }], flags),
  );

  const loader = edit.command("loader <file> <path>").description("the loader of an ELF program, never longer");
  addEditFlags(loader).action((file: string, path: string, flags: EditFlags) =>
    run(loader, file, [{ kind: "set-interpreter", path }], flags),
  );

  const sign = edit
    .command("sign <file>")
    .description("an ad-hoc code signature (Mach-O), in place of an older one")
    .option("--identifier <name>", "what the signature calls the program");
  addEditFlags(sign).action((file: string, flags: EditFlags & { readonly identifier?: string }) => {
    const { identifier } = flags;
    return run(sign, file, [{ kind: "sign", ...(identifier === undefined ? {} : { identifier }) }], flags);
  });

  const checksum = edit.command("checksum <file>").description("the right checksum in a Windows program's header");
  addEditFlags(checksum).action((file: string, flags: EditFlags) =>
    run(checksum, file, [{ kind: "set-checksum" }], flags),
  );

  addEditResources(edit, host);
  addSlices(edit, host);
}

function addSlices(edit: Command, host: CommandHost): void {
  const join = edit
    .command("join <output> <files...>")
    .description("join programs for one processor each to a universal one")
    .option("--dry-run", "only tell what would change")
    .option("--json", "as JSON")
    .action(async (output: string, files: string[], flags: EditFlags) => {
      const { joinFiles } = await import("../../index.ts");
      tellEdited(host, await joinFiles(folderOf(join), files, { ...editOptions(flags), output }), flags);
    });

  const extract = edit
    .command("extract <file>")
    .description("the program for one processor out of a universal one")
    .requiredOption("--arch <goarch>", "amd64 or arm64");
  addEditFlags(extract).action(async (file: string, flags: EditFlags & { readonly arch: string }) => {
    const { extractFromFile } = await import("../../index.ts");
    tellEdited(host, await extractFromFile(folderOf(extract), file, flags.arch, editOptions(flags)), flags);
  });
}

function pathEdits(flags: PathFlags, what: "rpath" | "library", command: Command): readonly BinaryEdit[] {
  const edits: BinaryEdit[] = [];
  for (const path of flags.delete ?? []) edits.push({ kind: `delete-${what}`, path });
  for (const [from, to] of flags.change ?? []) edits.push({ kind: `change-${what}`, from, to });
  for (const path of flags.add ?? []) edits.push({ kind: `add-${what}`, path });
  if (flags.set !== undefined) edits.push({ kind: "set-runpath", path: flags.set });
  if (edits.length === 0) command.error("error: nothing to change: name --add, --delete, --change or --set");
  return edits;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function collectPair(
  value: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const at = value.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("It must be OLD=NEW.");
  return [...before, [value.slice(0, at), value.slice(at + 1)]];
}

const EXAMPLES = `
Examples:
  slipway edit rpath hello --change /opt/lib=@executable_path --dry-run
  slipway edit sign hello
  slipway edit extract hello-universal --arch arm64 -o hello
  slipway edit resources hello.exe --icon app.ico --version 1.2.3 --string ProductName=Hello
`;
