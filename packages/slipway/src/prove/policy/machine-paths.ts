import type { RunContext } from "../../plan/kind.ts";

/**
 * Folders that tell who built a program and where: the project's, the toolchain's, the module cache and the home folder.
 * One of a single component (`/root`, `/go`) is left out, since such words stand in programs for other reasons.
 */
export function machinePaths(context: Pick<RunContext, "root" | "env" | "facts">): readonly string[] {
  const { GOMODCACHE, GOPATH, HOME, USERPROFILE } = context.env;
  const folders = [
    context.root,
    context.facts.toolchain?.root,
    GOMODCACHE,
    ...(GOPATH ?? "").split(/[:;](?![\\/])/),
    HOME,
    USERPROFILE,
  ];
  const telling = folders.filter((folder) => folder !== undefined && folder.split(/[\\/]/).filter(Boolean).length >= 2);
  return [...new Set(telling as string[])].sort();
}
