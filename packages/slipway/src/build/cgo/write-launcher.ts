import { ensureFolder, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { delimiter, join } from "../../platform/path.ts";
import { splitQuoted } from "./quoted.ts";
import type { CompilerContext } from "./compiler-context.ts";

/** A compiler under a name that is the same on every machine. */
export interface Launcher {
  readonly cc: string;
  readonly cxx: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Gives a compiler a name of its own on the PATH. Go takes the text of CC into the build ID, and so into the program: a path of this machine
 * in it would make other bytes elsewhere (cmd/go `buildActionID`, "CC=%q").
 *
 * Go asks a compiler what it is with `-###` and an empty file on standard input, in the project's folder. zig leaves a file "-.o" there, which would make
 * the checkout dirty in the middle of a build: asked that, it works in a folder of its own.
 *
 * `name` is what CC becomes; `cc` and `cxx` are commands as CC holds them. On Windows, where a script is no program, they stay.
 */
export async function writeLauncher(
  name: string,
  { cc, cxx }: { readonly cc: string; readonly cxx: string },
  context: CompilerContext,
): Promise<Launcher> {
  if (context.facts.host.os === "windows") return { cc, cxx, env: {} };
  const folder = join(context.keep, "compilers");
  const asked = join(folder, "asked");
  await ensureFolder(asked);
  for (const [file, command] of [
    [name, cc],
    [`${name}++`, cxx],
  ] as const) {
    const path = join(folder, file);
    const words = splitQuoted(command).map(quoteForShell).join(" ");
    const text = `#!/bin/sh\ncase $1 in "-###") cd ${quoteForShell(asked)} || exit 1 ;; esac\nexec ${words} "$@"\n`;
    if ((await readTextIfExists(path)) !== text) await writeFileAtomic(path, text, { mode: 0o755 });
  }
  const before = context.env["PATH"] ?? "";
  return { cc: name, cxx: `${name}++`, env: { PATH: before === "" ? folder : `${folder}${delimiter}${before}` } };
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
