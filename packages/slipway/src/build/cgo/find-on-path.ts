import { isExecutable } from "../../platform/file/files.ts";
import { delimiter, isAbsolute, join } from "../../platform/path.ts";

/** Where a program called `name` was looked for, and the first one that is there. */
export interface Lookup {
  readonly path: string | undefined;
  /** The paths before it on the PATH, at which there is none. */
  readonly absent: readonly string[];
}

/** The first executable called `name` on the PATH of `env`, as an absolute path. */
export async function findOnPath(
  name: string,
  env: Readonly<Record<string, string>>,
  host: { readonly os: string },
): Promise<string | undefined> {
  return (await lookOnPath(name, env, host)).path;
}

/** As `findOnPath`, and tells where it looked in vain. */
export async function lookOnPath(
  name: string,
  env: Readonly<Record<string, string>>,
  host: { readonly os: string },
): Promise<Lookup> {
  const windows = host.os === "windows";
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const extensions = windows ? (env["PATHEXT"] ?? ".EXE;.CMD;.BAT").split(";") : [""];
  const absent: string[] = [];
  for (const folder of folders) {
    for (const extension of extensions) {
      const path = join(folder, `${name}${extension}`);
      if (await isExecutable(path)) return { path, absent };
      absent.push(path);
    }
  }
  return { path: undefined, absent };
}
