import { isProgram, isReleased } from "../../plan/artifact-group.ts";
import type { Artifact } from "../../plan/artifact.ts";
import type { Task } from "../../plan/task.ts";

/** A file of a plan that is compared. One file has two names when a program is released as it is. */
export interface WantedFile {
  readonly path: string;
  readonly name: string;
}

/**
 * The files that are compared: those that are asked for, by their path in dist or, as a provenance has them, by the name that they are
 * released under; else everything that a release would show to the world.
 */
export function wantedFiles(tasks: readonly Task[], asked: readonly string[]): readonly WantedFile[] {
  const all = tasks.flatMap(({ outputs, announces = [] }): (WantedFile & { readonly artifact?: Artifact })[] => [
    ...outputs.map(({ path, artifact }) => ({
      path,
      name: artifact?.name ?? path,
      ...(artifact === undefined ? {} : { artifact }),
    })),
    ...announces.map((artifact) => ({ path: artifact.path, name: artifact.name, artifact })),
  ]);
  const isShown = ({ artifact }: (typeof all)[number]): boolean => artifact !== undefined && isReleased(artifact);
  if (asked.length === 0)
    return all.filter((each) => isShown(each) || (each.artifact !== undefined && isProgram(each.artifact)));
  const byPath = Map.groupBy(all, ({ path }) => path);
  const byName = Map.groupBy(all.filter(isShown), ({ name }) => name);
  return asked.flatMap((word) => byPath.get(word) ?? byName.get(word) ?? []);
}
