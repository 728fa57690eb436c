const BEGIN = /^(\s*)# >>> yours: (\S+)/u;
const END = /^\s*# <<< yours/u;

/** The lines that a person wrote between the marks of a file, by the marks' name. */
export function ownLines(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  let name: string | undefined;
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      name = begin[2];
      lines = [];
    } else if (name !== undefined && END.test(line)) {
      found.set(name, lines);
      name = undefined;
    } else if (name !== undefined) lines.push(line);
  }
  return found;
}

/** What is wrong with the marks of a file, in words: one that is there twice, has no end, or is an end alone, whose lines nobody could put back. */
export function brokenMarks(text: string): readonly string[] {
  const broken: string[] = [];
  const seen = new Set<string>();
  let open: string | undefined;
  const close = (): void => {
    if (open !== undefined) broken.push(`"${open}" has no end`);
    open = undefined;
  };
  for (const [at, line] of text.split("\n").entries()) {
    const name = BEGIN.exec(line)?.[2];
    if (name === undefined) {
      if (!END.test(line)) continue;
      if (open === undefined) broken.push(`the end in line ${at + 1} has no start`);
      open = undefined;
      continue;
    }
    close();
    if (seen.has(name)) broken.push(`"${name}" is there twice`);
    seen.add(name);
    open = name;
  }
  close();
  return broken;
}

/** Puts a person's lines of an older file back between the marks of a new one. Marks that are gone take nothing with them in silence. */
export function keepEdits(fresh: string, old: string): { readonly text: string; readonly lost: readonly string[] } {
  const own = ownLines(old);
  const used = new Set<string>();
  const lines = fresh.split("\n").flatMap((line) => {
    const name = BEGIN.exec(line)?.[2];
    const kept = name === undefined ? undefined : own.get(name);
    if (name === undefined || kept === undefined) return [line];
    used.add(name);
    return [line, ...kept];
  });
  const lost = [...own].filter(([name, kept]) => kept.length > 0 && !used.has(name)).map(([name]) => name);
  return { text: lines.join("\n"), lost };
}

/** A pair of marks; what stands between them is the reader's. */
export function marks(name: string, about: string): string[] {
  return [`# >>> yours: ${name} (${about})`, "# <<< yours"];
}
