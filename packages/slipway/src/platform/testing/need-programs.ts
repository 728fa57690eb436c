import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Sees to it that programs are on this machine: what is missing is installed from Debian's packages as root. Tests that
 * are judged by real tools call it first; a missing judge is never passed over in silence.
 *
 * @param packages program to Debian package, for example `{ "llvm-readobj": "llvm" }`
 * @throws Error that names the packages, when this is not root or not a Debian
 */
export function needPrograms(packages: Readonly<Record<string, string>>): void {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const words = `These Debian packages are needed by the tests: ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) throw new Error(words);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: readonly string[]): void => {
    // Test files run side by side, so the package manager's lock is waited for.
    execFileSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=600", "-o", "APT::Get::Lock::Timeout=600", ...args], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...missing);
  const still = missingPackages(packages);
  if (still.length > 0) throw new Error(`${words}; apt-get installed them, but their programs are not there`);
}

function missingPackages(packages: Readonly<Record<string, string>>): string[] {
  return [...new Set(Object.entries(packages).flatMap(([program, name]) => (isInstalled(program) ? [] : [name])))];
}

/** A path of any file, or a name on the PATH. */
function isInstalled(program: string): boolean {
  if (program.startsWith("/")) return existsSync(program);
  return spawnSync("sh", ["-c", 'command -v "$1" >/dev/null', "sh", program]).status === 0;
}
