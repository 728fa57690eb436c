import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Where Debian has what starts Windows' 32-bit programs. */
const PROGRAM = "/usr/lib/wine/wine";

/**
 * Sees to it that wine's 32-bit part is here, out of Debian's packages for i386. Where that cannot be, as with a package index for i386 that
 * is out of step with the machine's own, the machine is left as it was.
 *
 * @returns why it is not here; `undefined` when it is
 */
export function tryWine32(): string | undefined {
  if (existsSync(PROGRAM)) return undefined;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return "wine's 32-bit part (wine32:i386) is not installed";
  const known = run("dpkg", "--print-foreign-architectures").stdout.split("\n").includes("i386");
  if (!known) run("dpkg", "--add-architecture", "i386");
  apt("update");
  const { stderr } = apt("install", "-y", "--no-install-recommends", "wine32:i386");
  if (existsSync(PROGRAM)) return undefined;
  if (!known) {
    run("dpkg", "--remove-architecture", "i386");
    apt("update");
  }
  const said = stderr.split("\n").find((line) => line.startsWith("E:")) ?? "apt-get failed";
  return `wine's 32-bit part (wine32:i386) cannot be installed here: ${said}`;
}

function apt(...args: readonly string[]): { readonly stderr: string } {
  const waiting = ["-o", "DPkg::Lock::Timeout=600", "-o", "APT::Get::Lock::Timeout=600"];
  return run("apt-get", "-q", ...waiting, ...args);
}

function run(command: string, ...args: readonly string[]): { readonly stdout: string; readonly stderr: string } {
  return spawnSync(command, args, { encoding: "utf8", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
