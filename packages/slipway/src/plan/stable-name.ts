/**
 * A file's name without the version in it, for ids of tasks: what is known of a task (its last fingerprint, memory and
 * time) is kept by id and outlives a version.
 */
export function stableName(name: string, version: string): string {
  return version === "" ? name : name.replaceAll(version, "VERSION");
}
