import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Subject and body, file that it touches. Dates and people are fixed, so hashes are. */
const COMMITS: readonly (readonly [string, string, string])[] = [
  ["chore: start", "", "go.mod"],
  ["feat: first thing", "", "main.go"],
  ["TAG v0.1.0", "", ""],
  ["feat(api): add the door", "Longer text.\n\nCo-authored-by: Helper One <one@example.com>", "api/door.go"],
  ["fix: close the door", "", "api/door.go"],
  ["docs: say how", "", "docs/how.md"],
  [
    "feat!: another door",
    "Co-authored-by: Helper One <one@example.com>\nco-authored-by: Two <two@example.com>",
    "main.go",
  ],
  ["Fix: upper case", "", "main.go"],
  ["chore(deps): bump x from 1 to 2", "", "go.sum"],
  ['quotes " and `ticks` and <b> & ünïcode 日本', "", "odd.txt"],
  ["build: a docs build", "", "docs/build.md"],
  ["fix: close the door", "", "api/lock.go"],
  ["TAG v0.2.0", "", ""],
];

function git(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  execFileSync("git", args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, GIT_CONFIG_GLOBAL: "", GIT_CONFIG_SYSTEM: "", ...env },
  });
}

/** Makes a git repository with two tags in a folder; `files` are committed with its first commit. */
export function makeChangelogRepository(folder: string, files: Readonly<Record<string, string>> = {}): void {
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  git(folder, ["remote", "add", "origin", "https://example.com/demo/demo.git"]);
  writeFileSync(path.join(folder, ".gitignore"), "dist/\n.*\nslipway.yaml\n");
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  for (const [index, [subject, body, file]] of COMMITS.entries()) {
    if (subject.startsWith("TAG ")) {
      git(folder, ["-c", "tag.gpgSign=false", "tag", subject.slice(4)]);
      continue;
    }
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    if (files[file] === undefined) writeFileSync(target, `${index}\n`, { flag: "a" });
    git(folder, ["add", "--all"]);
    const date = `${1_700_000_000 + index * 60} +0000`;
    const person = index % 2 === 0 ? ["Ann Author", "ann@example.com"] : ["Bob Björn", "bob@example.com"];
    git(
      folder,
      [
        "-c",
        "commit.gpgSign=false",
        "commit",
        "--quiet",
        "--allow-empty",
        "-m",
        subject,
        ...(body === "" ? [] : ["-m", body]),
      ],
      {
        GIT_AUTHOR_NAME: person[0] ?? "",
        GIT_AUTHOR_EMAIL: person[1] ?? "",
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: "Committer",
        GIT_COMMITTER_EMAIL: "committer@example.com",
        GIT_COMMITTER_DATE: date,
      },
    );
  }
}
