import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { openChromium } from "../node/open-chromium.ts";
import type { OpenPage } from "../node/shapes.ts";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"] as const;

/** Finds a Chromium, or installs Debian's as root under a lock that other test processes share. */
export function findChromium(): string {
  const found = process.env["CHROMIUM"] ?? CANDIDATES.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const hint = "install Chromium, or name one in the variable CHROMIUM";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(`No Chromium here: ${hint}`);
  const install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium";
  try {
    execFileSync("flock", ["/tmp/apt.lock", "sh", "-c", `[ -x ${CANDIDATES[0]} ] || { ${install}; }`], {
      stdio: "ignore",
    });
  } catch (cause) {
    throw new Error(`No Chromium here, and apt-get cannot install one: ${hint}`, { cause });
  }
  return CANDIDATES[0];
}

/** Opens pages in that Chromium. */
export function testChromium(...flags: readonly string[]): OpenPage {
  return openChromium(chromium, findChromium(), flags);
}
