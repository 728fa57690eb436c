import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A project in a temporary folder, removed when the test ends. Everything about it is fixed: names, dates, identity. */
export interface TempProject {
  readonly root: string;
  /** Writes files; keys are relative paths. */
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  git(...args: readonly string[]): string;
  /** Stages everything and commits it with a date that only depends on how many commits there are. */
  commit(message?: string): void;
  /** Files below a folder, relative to it, sorted. */
  list(folder?: string): string[];
}

/** What a test hook offers: node:test's context. */
export interface Cleanup {
  after(fn: () => void): void;
}

/** Git as a test wants it: no user's configuration, a fixed identity. */
export const GIT_ENV: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.test",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.test",
};

const FIRST_COMMIT = Date.UTC(2024, 0, 2, 3, 4, 5) / 1000;

/** Makes the folder and writes `files`. With `tag`, everything is committed and tagged. */
export function tempProject(
  t: Cleanup,
  files: Readonly<Record<string, string>>,
  options: { readonly tag?: string; readonly name?: string; readonly git?: boolean } = {},
): TempProject {
  const parent = mkdtempSync(path.join(os.tmpdir(), "slipway-test-"));
  const root = path.join(parent, options.name ?? "project");
  mkdirSync(root, { recursive: true });
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  let commits = 0;
  const project: TempProject = {
    root,
    write(more) {
      for (const [file, text] of Object.entries(more)) {
        const full = path.join(root, file);
        mkdirSync(path.dirname(full), { recursive: true });
        writeFileSync(full, text);
      }
    },
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    git(...args) {
      const date = `${FIRST_COMMIT + commits * 60} +0000`;
      const env = { ...process.env, ...GIT_ENV, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
      return execFileSync("git", args, { cwd: root, encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
    },
    commit(message = "commit") {
      project.git("add", "--all");
      project.git("commit", "--quiet", "--allow-empty", "-m", message);
      commits++;
    },
    list(folder = ".") {
      const top = path.join(root, folder);
      return readdirSync(top, { recursive: true, encoding: "utf8" })
        .filter((file) => statSync(path.join(top, file)).isFile() && !file.startsWith(`.git${path.sep}`))
        .map((file) => file.split(path.sep).join("/"))
        .sort((a, b) => (a < b ? -1 : 1));
    },
  };
  project.write(files);
  if (options.git !== false) {
    project.git("init", "--quiet", "--initial-branch=main");
    project.commit("first");
    if (options.tag !== undefined) project.git("tag", options.tag);
  }
  return project;
}

/** The smallest module that can be released: one main package that answers `--version`. */
export const TINY_MODULE: Readonly<Record<string, string>> = {
  ".gitignore": "dist/\n",
  "go.mod": "module example.test/tiny\n\ngo 1.21\n",
  "main.go": `package main

var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

func main() { println("tiny", version, commit, date) }
`,
  "README.md": "# tiny\n",
  LICENSE: "MIT\n",
};
