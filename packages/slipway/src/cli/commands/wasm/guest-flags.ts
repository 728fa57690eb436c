import { InvalidArgumentError, type Command } from "commander";
import { SlipwayError } from "../../../errors.ts";
import { pathType } from "../../../platform/file/walk.ts";
import { join, relative, resolve, sep } from "../../../platform/path.ts";

/** A host directory and where the program sees it, as given: `HOST::GUEST`, or `HOST` for both. */
interface Mount {
  readonly host: string;
  readonly guest: string;
}

/** What a program is given, spelt as wasmtime spells it. */
export interface GuestFlags {
  readonly dir?: readonly Mount[];
  readonly env?: readonly string[];
}

/** The same, ready for the runtime. */
export interface Guest {
  readonly mounts: readonly Mount[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Adds `--dir` and `--env`. */
export function addGuestFlags(command: Command): Command {
  return command
    .option("--dir <host::guest>", "a directory that the program may use, and where it sees it; repeatable", addMount)
    .option("--env <name=value>", "a variable for the program; NAME alone passes this process's on; repeatable", add);
}

/**
 * Makes mounts absolute and reads variables. A program starts in this process's directory where that is mounted, unless `PWD` says
 * another one.
 *
 * @throws SlipwayError `usage` for a directory that is not there
 */
export function readGuest(
  { dir = [], env: lines = [] }: GuestFlags,
  { from, environment }: { readonly from: string; readonly environment: NodeJS.ProcessEnv },
): Guest {
  const mounts = dir.map(({ host, guest }) => {
    const full = resolve(from, host);
    if (pathType(full) !== "folder") {
      throw new SlipwayError("usage", `There is no directory "${host}" to mount with --dir`, {
        expected: "a directory that exists, as HOST::GUEST or HOST",
        actual: full,
      });
    }
    return { host: full, guest };
  });
  const env: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf("=");
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? environment[name] : line.slice(at + 1);
    if (value !== undefined) env[name] = value;
  }
  const cwd = env["PWD"] ?? guestPath(mounts, from);
  return { mounts, env, ...(cwd === undefined ? {} : { cwd }) };
}

/** Where the program sees a directory of the host, by the innermost mount around it. */
function guestPath(mounts: readonly Mount[], folder: string): string | undefined {
  const around = mounts.filter(
    ({ host }) => folder === host || folder.startsWith(host.endsWith(sep) ? host : host + sep),
  );
  const [innermost] = around.toSorted((a, b) => b.host.length - a.host.length);
  if (innermost === undefined) return undefined;
  const inside = relative(innermost.host, folder).split(sep).join("/");
  return join("/", innermost.guest, inside).split(sep).join("/");
}

function addMount(text: string, before: readonly Mount[] = []): readonly Mount[] {
  const at = text.indexOf("::");
  const host = at < 0 ? text : text.slice(0, at);
  const guest = at < 0 ? text : text.slice(at + 2);
  if (host === "" || guest === "") throw new InvalidArgumentError("It must be HOST::GUEST, or HOST for both.");
  return [...before, { host, guest }];
}

function add(text: string, before: readonly string[] = []): readonly string[] {
  if (text === "" || text.startsWith("=")) throw new InvalidArgumentError("It must be NAME=VALUE or NAME.");
  return [...before, text];
}
