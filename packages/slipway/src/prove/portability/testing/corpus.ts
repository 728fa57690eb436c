import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Something that must be found: a code at a line, on these targets (`*` for all). */
export interface Wanted {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly targets: readonly string[];
}

/** A snippet of the corpus: one package with what must be found in it. */
export interface Snippet {
  /** `bad/walk-split`, in the corpus file's name. */
  readonly name: string;
  readonly bad: boolean;
  /** By path below the corpus root: `separator/bad-walk-split/x.go`. */
  readonly files: Readonly<Record<string, string>>;
  readonly wanted: readonly Wanted[];
}

/**
 * Reads `testdata/corpus/*.txt`: snippets behind `-- bad/NAME.go --` or `-- good/NAME/FILE --` lines, in which a comment
 * `want CODE TARGET...` (several with `;` between them) stands on each line where something must be found (`want-above` on the next).
 */
export function readCorpus(folder: string): Snippet[] {
  const snippets: Snippet[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".txt")) continue;
    const topic = name.slice(0, -4);
    const groups = new Map<string, Record<string, string>>();
    const parts = readFileSync(path.join(folder, name), "utf8").split(/^-- (\S+) --\n/m);
    for (let index = 1; index < parts.length; index += 2) {
      const [verdict = "", snippet = "", file] = (parts[index] ?? "").split("/");
      const bare = file === undefined ? snippet.replace(/\.\w+$/, "") : snippet;
      const files = groups.get(`${verdict}/${bare}`) ?? {};
      files[`${topic}/${verdict}-${bare}/${file ?? `x${path.extname(snippet)}`}`] = parts[index + 1] ?? "";
      groups.set(`${verdict}/${bare}`, files);
    }
    for (const [key, files] of groups) {
      snippets.push({ name: `${topic}/${key}`, bad: key.startsWith("bad/"), files, wanted: wantedIn(files) });
    }
  }
  return snippets;
}

function wantedIn(files: Readonly<Record<string, string>>): Wanted[] {
  return Object.entries(files).flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const [, above, wants] = /(?:\/\/|\/\*|#|@) want(-above)? (portability-.*?)(?:\*\/)?$/.exec(line) ?? [];
      return (wants ?? "").split(";").flatMap((want): Wanted[] => {
        const [code = "", ...targets] = want.trim().split(/\s+/);
        return code === "" ? [] : [{ file, line: index + (above === undefined ? 1 : 0), code, targets }];
      });
    }),
  );
}
