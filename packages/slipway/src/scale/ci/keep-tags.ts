const TAGS = /^ {2}push:\n {4}tags: .*$/mu;

/**
 * A workflow for a clone that has no tags, as CI systems make them: which tags start a release is what the file that is there
 * says, since the clone does not know how the project's tags look.
 */
export function keepTags(fresh: string, old: string): string {
  const [there] = TAGS.exec(old) ?? [];
  return there === undefined ? fresh : fresh.replace(TAGS, () => there);
}
