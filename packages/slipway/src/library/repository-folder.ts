import { relative, toSlash } from "../platform/path.ts";
import type { Project } from "./open-project.ts";

/** Where a project lies in its repository, with `/`: `tools/app`, and `""` for its top or without one. */
export function repositoryFolder({ root, facts }: Pick<Project, "root" | "facts">): string {
  const folder = toSlash(relative(facts.git?.top ?? root, root));
  return folder.startsWith("..") ? "" : folder;
}
