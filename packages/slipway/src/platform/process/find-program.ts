import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "../path.ts";

/** Where a program was looked for, and the first one that is there. */
export interface Lookup {
  readonly path: string | undefined;
  /** The paths before it, at which there is none. */
  readonly absent: readonly string[];
}

/** Where to look. */
export interface SearchPath {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly os: string;
}

/**
 * The first program called `name` on the PATH of `env`, as an absolute path. Relative entries of the PATH are passed over, as Go
 * does since 1.19; on Windows the endings in PATHEXT are tried, unless the name has one.
 */
export function findOnPath(name: string, where: SearchPath): string | undefined {
  return lookOnPath(name, where).path;
}

/** As `findOnPath`, and tells where it looked in vain. */
export function lookOnPath(name: string, { env, os }: SearchPath): Lookup {
  const windows = os === "windows";
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const endings = windows ? endingsFor(name, env["PATHEXT"]) : [""];
  const absent: string[] = [];
  for (const folder of folders) {
    for (const ending of endings) {
      const path = join(folder, `${name}${ending}`);
      if (isProgram(path)) return { path, absent };
      absent.push(path);
    }
  }
  return { path: undefined, absent };
}

function endingsFor(name: string, variable: string | undefined): string[] {
  const endings = (variable || ".COM;.EXE;.BAT;.CMD").split(";").filter((ending) => ending !== "");
  const has = endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  return has ? ["", ...endings] : endings;
}

/** Whether a file is there that this system lets us run. */
export function isProgram(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
