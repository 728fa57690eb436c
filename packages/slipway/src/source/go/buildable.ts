import { SlipwayError } from "../../errors.ts";
import { capture } from "../../platform/process/capture.ts";
import { join } from "../../platform/path.ts";
import { readTextNow } from "../../platform/file/walk.ts";
import type { BuildablePair, GoToolchain } from "../facts.ts";

/**
 * Every pair that the toolchain can build, as `go tool dist list -json` prints them.
 *
 * The list is read from the toolchain's own `internal/platform/zosarch.go`, which Go's tests hold equal to what the
 * command prints; a toolchain whose file reads differently is asked with the command.
 *
 * @throws {SlipwayError} `go-missing` when neither answers.
 */
export async function buildablePairs(
  toolchain: GoToolchain,
  env: Readonly<Record<string, string>>,
): Promise<BuildablePair[]> {
  const file = join(toolchain.root, "src", "internal", "platform", "zosarch.go");
  const read = parseZosarch(readTextNow(file) ?? "");
  if (read !== undefined) return read;
  const asked = await capture([toolchain.go, "tool", "dist", "list", "-json"], {
    cwd: toolchain.root,
    env: { ...env, GOROOT: toolchain.root, GOTOOLCHAIN: "local" },
  });
  if (asked.exitCode !== 0) {
    throw new SlipwayError("go-missing", `The toolchain "${toolchain.root}" does not say what it can build`, {
      output: asked.stderr || asked.failure || "",
      hint: "reinstall Go",
    });
  }
  const pairs = JSON.parse(asked.stdout) as {
    GOOS: string;
    GOARCH: string;
    CgoSupported: boolean;
    FirstClass: boolean;
  }[];
  return pairs.map((pair) => ({
    os: pair.GOOS,
    arch: pair.GOARCH,
    cgo: pair.CgoSupported,
    firstClass: pair.FirstClass,
  }));
}

/** The pairs in the text of `zosarch.go` without the broken ones; `undefined` when it does not look as known. */
export function parseZosarch(text: string): BuildablePair[] | undefined {
  const table = /\nvar distInfo = map\[OSArch\]osArchInfo\{\n([^]*?)\n\}\n/.exec(text)?.[1];
  if (table === undefined) return undefined;
  const pairs: BuildablePair[] = [];
  for (const row of table.split("\n")) {
    const match = /^\t\{"([a-z0-9]+)", "([a-z0-9]+)"\}:\s*\{((?:[A-Za-z]+: true(?:, )?)*)\},$/.exec(row);
    if (!match) return undefined;
    const [, os = "", arch = "", flags = ""] = match;
    if (flags.includes("Broken: true")) continue;
    pairs.push({ os, arch, cgo: flags.includes("CgoSupported: true"), firstClass: flags.includes("FirstClass: true") });
  }
  return pairs.length === 0 ? undefined : pairs;
}
