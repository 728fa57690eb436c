import type { Discovery, RunContext } from "../../plan/kind.ts";
import { fileHead } from "../../platform/file/file-head.ts";
import { join } from "../../platform/path.ts";
import type { Resolution } from "./resolve-files.ts";

/** What resolved globs mean for a fingerprint: contents, names, execute bits, links, and the folders they came from. */
export async function discoverFiles(resolution: Resolution, context: RunContext): Promise<Discovery> {
  const values: Record<string, string> = {};
  const files: string[] = [];
  for (const { source, dst } of resolution.files) {
    const path = join(context.root, source);
    const head = await fileHead(path);
    if (head?.type === "symlink") values[`link ${dst}`] = `${source} -> ${head.link}`;
    else {
      files.push(path);
      values[`file ${dst}`] = `${source} ${head && head.mode & 0o100 ? "x" : "-"}`;
    }
  }
  return { files, folders: resolution.folders, values };
}
