import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Every tracked line that names a registry's host or a path of this machine, as `file:line: text`.
 *
 * Users bring their own registries and mirrors, so a host name in the repository is a download that somebody cannot
 * reach. Which hosts to look for is asked from the clients as they are configured here.
 */
export function foreignWords(root: string): string[] {
  const words = [...registryHosts(root), root, ...(os.homedir().length > 5 ? [os.homedir()] : [])];
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  const found: string[] = [];
  for (const file of files) {
    const full = path.join(root, file);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > 4 << 20) continue;
    const text = readFileSync(full, "utf8");
    if (!words.some((word) => text.includes(word))) continue;
    text.split("\n").forEach((line, index) => {
      if (words.some((word) => line.includes(word))) found.push(`${file}:${index + 1}: ${line.trim().slice(0, 120)}`);
    });
  }
  return found;
}

function registryHosts(root: string): string[] {
  const asked = [
    ["npm", "config", "get", "registry"],
    ["go", "env", "GOPROXY", "GOSUMDB"],
  ].map(([tool = "", ...args]) =>
    execFileSync(tool, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" }),
  );
  return asked
    .join("\n")
    .split(/[\s,|]+/)
    .flatMap((word) => (URL.canParse(word) ? [new URL(word).hostname] : []))
    .filter((host) => host !== "" && host !== "localhost" && host !== "127.0.0.1");
}
