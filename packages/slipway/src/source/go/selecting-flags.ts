/** Flags with a value of their own that decide which files and packages a build has. */
const SELECTING = /^--?(?:tags|mod|modfile|overlay|pgo|compiler|installsuffix|coverpkg|covermode)(?:=|$)/;
const SELECTING_SWITCH = /^--?(?:race|msan|asan|cover|modcacherw)(?:=|$)/;

/** The flags out of a build's that `go list` must have too, with the values that stand beside them. */
export function selectingFlags(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index]!;
    if (SELECTING_SWITCH.test(flag)) kept.push(flag);
    else if (SELECTING.test(flag)) {
      kept.push(flag);
      const value = flags[index + 1];
      if (!flag.includes("=") && value !== undefined) {
        kept.push(value);
        index += 1;
      }
    }
  }
  return kept;
}
