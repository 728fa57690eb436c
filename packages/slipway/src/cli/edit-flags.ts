import type { Command } from "commander";
import type { EditedFile } from "../index.ts";
import type { CommandHost } from "./command-host.ts";
import type { ProjectFlags } from "./project-flags.ts";

/** What every edit takes. */
export interface EditFlags {
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds the flags of every edit. */
export function addEditFlags(command: Command): Command {
  return command
    .option("-o, --output <file>", "write here and leave the file as it is")
    .option("--dry-run", "only tell what would change")
    .option("--json", "as JSON");
}

export function folderOf(command: Command): string {
  return command.optsWithGlobals<ProjectFlags>().C ?? ".";
}

export function editOptions(flags: EditFlags): { output?: string; dryRun: boolean } {
  return { dryRun: flags.dryRun ?? false, ...(flags.output === undefined ? {} : { output: flags.output }) };
}

/** Prints what an edit did, or would do. */
export function tellEdited(host: CommandHost, edited: EditedFile, flags: EditFlags): void {
  const { terminal } = host;
  if (flags.json) return terminal.out(`${JSON.stringify(edited)}\n`);
  const lines = edited.changes.map((change) => `${flags.dryRun ? "would change" : "changed"}: ${change}`);
  for (const { offset, size, place } of edited.ranges.slice(0, SHOWN)) {
    lines.push(`  ${size} ${size === 1 ? "byte" : "bytes"} at 0x${offset.toString(16)}, ${place}`);
  }
  if (edited.ranges.length > SHOWN) lines.push(`  and ${edited.ranges.length - SHOWN} more places`);
  if (edited.sizeBefore !== edited.sizeAfter && edited.sizeBefore > 0) {
    lines.push(`  ${edited.sizeBefore} bytes before, ${edited.sizeAfter} after`);
  }
  lines.push(edited.written === undefined ? "nothing was written" : `wrote ${edited.written}`);
  terminal.out(`${lines.join("\n")}\n`);
}

/** Places of a change that are listed. */
const SHOWN = 8;
