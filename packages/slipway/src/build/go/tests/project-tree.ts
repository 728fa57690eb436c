import type { RunContext } from "../../../plan/kind.ts";
import { fileSize, filesBelow, pathType } from "../../../platform/file/walk.ts";
import { join, relative, toSlash } from "../../../platform/path.ts";
import { quiet } from "../go-list.ts";

/** More than this is no source tree that every target's tests could be given a copy of. */
const MOST_FILES = 20_000;
const MOST_BYTES = 256 << 20;

/**
 * The project's files as a clone has them, relative to its root with `/`, sorted; without git all that lies there. None, and a notice, when they are too
 * many.
 */
export function projectTree(context: RunContext): Promise<readonly string[]> {
  return context.once("files that tests may read", async () => {
    const { root, dist } = context;
    const ours = `${toSlash(relative(root, dist))}/`;
    const files = (await listed(context)).filter((file) => !file.startsWith(ours)).sort();
    let bytes = 0;
    for (const file of files) bytes += fileSize(join(root, file)) ?? 0;
    if (files.length <= MOST_FILES && bytes <= MOST_BYTES) return files;
    context.emit({
      type: "message",
      level: "notice",
      text: `Tests see the folders of their packages only: the project has ${files.length} files with ${Math.round(bytes / 1e6)} MB`,
    });
    return [];
  });
}

async function listed(context: RunContext): Promise<string[]> {
  const { facts, root, env } = context;
  if (facts.git === undefined)
    return [...filesBelow(root)].filter((file) => !/(?:^|\/)(?:\.git|node_modules)\//u.test(file));
  const told = await context.process(["git", "ls-files", "-z"], { cwd: root, env, check: false, onOutput: quiet });
  const isThere = (file: string): boolean => pathType(join(root, file)) === "file";
  return told.stdout.split("\0").filter((file) => file !== "" && isThere(file));
}
