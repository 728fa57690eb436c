import { listFolder } from "../../../platform/file/walk.ts";
import { join } from "../../../platform/path.ts";
import type { runProcess } from "../../../platform/process/process.ts";

/** More files than any module has whose names somebody will mend. */
const LIMIT = 200_000;

/** What is asked to list files. */
export interface ListFilesHost {
  readonly root: string;
  /** Whether the root lies in a git checkout. */
  readonly git: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly process: typeof runProcess;
}

/** The files of the project below its root, with `/`, sorted: what git has or would take; without git, what lies there. */
export async function listFiles({ root, git, env, process }: ListFilesHost): Promise<string[]> {
  if (git) {
    const argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const result = await process(argv, { cwd: root, env, check: false, keep: 64 << 20, onOutput: () => undefined });
    if (result.exitCode === 0) {
      return [...new Set(result.stdout.split("\0").filter((file) => file !== ""))].sort().slice(0, LIMIT);
    }
  }
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const { name, type } of listFolder(join(root, folder))) {
      if (name.startsWith(".") || name === "node_modules" || files.length >= LIMIT) continue;
      const path = folder === "" ? name : `${folder}/${name}`;
      if (type === "folder") walk(path);
      else files.push(path);
    }
  };
  walk("");
  return files.sort();
}
