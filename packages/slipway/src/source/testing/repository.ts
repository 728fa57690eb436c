import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** One step on the way to a repository's shape. */
export type Step =
  /** `git` with these arguments; `$REMOTE` is the address of the fake remote. */
  | { readonly git: readonly string[] }
  /** Writes a file (and the folders above it). */
  | { readonly write: string; readonly text: string }
  /** Writes a new line to `file.txt` and commits it, an hour after the commit before. */
  | { readonly commit: string }
  /** An annotated tag with this message, or a lightweight one. */
  | { readonly tag: string; readonly message?: string; readonly at?: string }
  | { readonly remove: string };

/** The environment of a git that knows nothing of the user, the machine or the time. */
export function isolatedEnvironment(home: string): Record<string, string> {
  // No hooks to copy, no background housekeeping, no waiting for the disk: most of a small repository's making.
  const config = path.join(home, ".gitconfig-test");
  if (!existsSync(config)) writeFileSync(config, "[gc]\nauto = 0\n[maintenance]\nauto = false\n[core]\nfsync = none\n");
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GIT_CONFIG_GLOBAL: config,
    GIT_TEMPLATE_DIR: "",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.test",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.test",
    TZ: "UTC",
    LC_ALL: "C",
  };
}

const START = Date.UTC(2024, 0, 1) / 1000;

/**
 * Builds a repository step by step; every date is fixed, so that every commit id is too. One shell runs all of it: a
 * process for each git command of each test would be most of the suite's time.
 */
export function makeRepository(folder: string, steps: readonly Step[], env: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  let hours = 0;
  const lines: string[] = ["set -e", ...date(hours)];
  for (const step of steps) {
    if ("git" in step) lines.push(command("git", ...step.git));
    else if ("write" in step) {
      lines.push(command("mkdir", "-p", path.posix.dirname(step.write)));
      lines.push(`${command("printf", "%s", step.text)} > ${quote(step.write)}`);
    } else if ("remove" in step) lines.push(command("rm", "-r", step.remove));
    else if ("commit" in step) {
      lines.push(...date(++hours), `${command("printf", "%s\\n", step.commit)} > file.txt`, "git add -A");
      lines.push(command("git", "commit", "-q", "-m", step.commit));
    } else {
      const message = step.message === undefined ? [] : ["-a", "-m", step.message];
      lines.push(
        ...date(++hours),
        command("git", "tag", ...message, step.tag, ...(step.at === undefined ? [] : [step.at])),
      );
    }
  }
  execFileSync("sh", [], { cwd: folder, env, input: `${lines.join("\n")}\n`, stdio: ["pipe", "ignore", "pipe"] });
}

function date(hours: number): string[] {
  const text = `'${START + hours * 3600} +0000'`;
  return [`export GIT_AUTHOR_DATE=${text} GIT_COMMITTER_DATE=${text}`];
}

function command(...words: readonly string[]): string {
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A folder of its own, removed when the test file ends. */
export function temporaryFolder(name: string): string {
  const folder = path.join(os.tmpdir(), `slipway-${name}-${process.pid}-${Math.trunc(performance.now() * 1000)}`);
  mkdirSync(folder, { recursive: true });
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files of the smallest module that builds. */
export const MODULE: readonly Step[] = [
  { write: "go.mod", text: "module example.test/owner/hello\n\ngo 1.21\n" },
  { write: "main.go", text: "package main\n\nfunc main() {}\n" },
];
