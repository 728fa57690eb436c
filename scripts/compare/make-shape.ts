import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Shape } from "./shapes.ts";

/** Seconds of the only commit: the same commit id, and so the same snapshot version, on every machine. */
const DATE = "1704164645 +0000";

/** Writes a shape into an empty folder as a repository with one commit and a tag. */
export function makeShape(shape: Shape, folder: string): void {
  for (const [file, text] of Object.entries(shape.files)) {
    const full = path.join(folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text, { mode: file.endsWith(".sh") ? 0o755 : 0o644 });
  }
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_DATE: DATE,
    GIT_COMMITTER_DATE: DATE,
  };
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", args, { cwd: folder, env, stdio: "ignore" });
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", `https://example.test/owner/${shape.name}.git`);
  git("add", "--all");
  git("-c", "user.name=Test", "-c", "user.email=test@example.test", "commit", "--quiet", "-m", "first");
  git("tag", shape.tag ?? "v1.2.3");
}
