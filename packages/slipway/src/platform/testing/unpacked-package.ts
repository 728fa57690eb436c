import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Unpacks Debian packages that this release of Debian has not, from another suite, into a folder of their own below the
 * temporary one, where the next run finds them. Nothing is installed.
 *
 * @returns the folder, with `usr/bin` and so on in it
 * @throws Error when there is no Debian or no network
 */
export function unpackedPackages(suite: string, ...packages: readonly string[]): string {
  const folder = path.join(os.tmpdir(), `slipway-packages-${suite}-${packages.join("-")}`);
  if (existsSync(folder)) return folder;
  const made = mkdtempSync(`${folder}-`);
  const lists = path.join(made, "lists");
  mkdirSync(path.join(lists, "partial"), { recursive: true });
  const sources = path.join(made, "sources.list");
  const key = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const mirror = debianMirror();
  const suites = [suite, suite.split("-")[0]!];
  writeFileSync(sources, suites.map((each) => `deb [signed-by=${key}] ${mirror} ${each} main\n`).join(""));
  const places = [`Dir::Etc::sourcelist=${sources}`, "Dir::Etc::sourceparts=/dev/null", `Dir::State::lists=${lists}`];
  const options = [...places, "APT::Sandbox::User=root"].flatMap((option) => ["-o", option]);
  const apt = (...args: readonly string[]): void =>
    void execFileSync("apt-get", ["-q", ...options, ...args], { cwd: made, stdio: ["ignore", "ignore", "inherit"] });
  apt("update");
  apt("download", ...packages);
  const root = path.join(made, "root");
  for (const file of readdirSync(made).filter((name) => name.endsWith(".deb")))
    execFileSync("dpkg-deb", ["-x", path.join(made, file), root]);
  renameSync(root, folder);
  return folder;
}

/** Where this machine has its Debian from: the archive that apt is configured with. */
function debianMirror(): string {
  const listed = (): string | undefined =>
    execFileSync("apt-get", ["indextargets", "--format", "$(REPO_URI)"], { encoding: "utf8" })
      .split("\n")
      .find((uri) => /\/debian\/?$/.test(uri));
  const known = listed();
  if (known !== undefined) return known;
  execFileSync("apt-get", ["-q", "update"], { stdio: ["ignore", "ignore", "inherit"] });
  const found = listed();
  if (found === undefined) throw new Error("apt is configured with no archive of Debian");
  return found;
}
