import { isExecutable } from "../../platform/file/files.ts";
import { delimiter, isAbsolute, join } from "../../platform/path.ts";

/** The first executable called `name` on the PATH of `env`, as an absolute path. */
export async function findOnPath(
  name: string,
  env: Readonly<Record<string, string>>,
  host: { readonly os: string },
): Promise<string | undefined> {
  const windows = host.os === "windows";
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const extensions = windows ? (env["PATHEXT"] ?? ".EXE;.CMD;.BAT").split(";") : [""];
  for (const folder of folders) {
    for (const extension of extensions) {
      const path = join(folder, `${name}${extension}`);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}
