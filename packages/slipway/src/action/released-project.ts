import { readFileSync } from "node:fs";
import path from "node:path";
import { CONFIG_NAMES } from "../config/load/find-config.ts";

/** The project that a command line is about. */
export interface ReleasedProject {
  /** The flags that name it, for other commands. */
  readonly flags: readonly string[];
  /** Its dist folder, absolute. */
  readonly dist: string;
}

/** Finds it out as the command does: `args` are those of Slipway, run in `cwd`. Files that cannot be read are none. */
export function releasedProject(args: readonly string[], cwd: string): ReleasedProject {
  const dir = flagValue(args, "-C");
  const file = flagValue(args, "-f") ?? flagValue(args, "--config");
  const root = path.resolve(cwd, dir ?? ".");
  const names = file === undefined ? CONFIG_NAMES : [file];
  const text = names.map((name) => readText(path.resolve(root, name))).find((each) => each !== undefined);
  // A word at the margin; anything else that YAML could say there is not looked for.
  const dist = /^dist:[ \t]+(["']?)([^\s"'#{][^"'#\n]*?)\1[ \t]*(?:#.*)?\r?$/m.exec(text ?? "")?.[2] ?? "dist";
  return {
    flags: [...(dir === undefined ? [] : ["-C", dir]), ...(file === undefined ? [] : ["-f", file])],
    dist: path.resolve(root, dist),
  };
}

/** `-C DIR`, `-CDIR`, `--config FILE`, `--config=FILE`; the last one counts. */
function flagValue(args: readonly string[], flag: string): string | undefined {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const joined = flag.startsWith("--") ? `${flag}=` : flag;
  return own
    .flatMap((word, at) => {
      if (word === flag) return own[at + 1] ?? [];
      return word.startsWith(joined) && word.length > joined.length ? word.slice(joined.length) : [];
    })
    .at(-1);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
