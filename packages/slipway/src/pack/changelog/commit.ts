/** Who wrote a commit, or helped. Git knows no user names. */
export interface Author {
  readonly name: string;
  readonly email: string;
  readonly username: string;
}

/** A commit as the changelog reads it. */
export interface Commit {
  readonly sha: string;
  /** The first line of its message. */
  readonly subject: string;
  /** Its author, then those of the `Co-authored-by` lines. */
  readonly authors: readonly [Author, ...Author[]];
}

/** What `git log -z` is asked to print of each commit: five fields and no more NULs than those between them. */
export const LOG_FORMAT = "%H%x00%s%x00%an%x00%aE%x00%b";
const FIELDS = 5;

/** `Co-authored-by: Name <address>`, as forges write it (GoReleaser `internal/changelog`). */
const CO_AUTHOR = /^co-authored-by:\s*([^<]+[^<\s])\s*<([^>]+)>/i;

/** Reads the output of `git log -z --pretty=format:LOG_FORMAT`. */
export function parseGitLog(output: string): Commit[] {
  if (output === "") return [];
  const fields = output.split("\0");
  const commits: Commit[] = [];
  for (let i = 0; i + FIELDS <= fields.length; i += FIELDS) {
    const [sha = "", subject = "", name = "", email = "", body = ""] = fields.slice(i, i + FIELDS);
    commits.push({ sha, subject, authors: [{ name, email, username: "" }, ...coAuthors(body)] });
  }
  return commits;
}

function coAuthors(body: string): Author[] {
  return body.split("\n").flatMap((line) => {
    const match = CO_AUTHOR.exec(line);
    return match === null ? [] : [{ name: (match[1] ?? "").trim(), email: (match[2] ?? "").trim(), username: "" }];
  });
}

/** Each author once, by user name, else address, else name. */
export function distinctAuthors(authors: readonly Author[]): Author[] {
  const seen = new Set<string>([""]);
  return authors.filter((author) => {
    const key = author.username || author.email || author.name;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
