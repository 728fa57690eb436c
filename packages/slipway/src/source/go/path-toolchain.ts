import { capture } from "../../platform/process/capture.ts";
import { dirname, join } from "../../platform/path.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import { listFolder, pathType, readTextNow, realPath } from "../../platform/file/walk.ts";
import type { GoToolchain } from "../facts.ts";

/**
 * The toolchain whose `go` command is first on the PATH, known by its `VERSION` file: no process is started. A shim that
 * is no part of a toolchain (version managers) is asked once where its Go is.
 */
export async function pathToolchain(
  env: Readonly<Record<string, string>>,
  os: string,
): Promise<GoToolchain | undefined> {
  const command = findOnPath("go", { env, os });
  if (command === undefined) return undefined;
  const real = realPath(command) ?? command;
  const direct = toolchainAt(dirname(dirname(real)), "path");
  if (direct !== undefined) return direct;
  const asked = await capture([command, "env", "GOROOT"], {
    cwd: dirname(command),
    env: { ...env, GOTOOLCHAIN: "local" },
  });
  const root = asked.stdout.trim();
  return asked.exitCode === 0 && root !== "" ? toolchainAt(realPath(root) ?? root, "path") : undefined;
}

/** The toolchain in a GOROOT; `undefined` when the folder holds none that can run. */
export function toolchainAt(root: string, from: GoToolchain["from"]): GoToolchain | undefined {
  const version = readVersionFile(join(root, "VERSION"));
  if (version === undefined) return undefined;
  const go = [join(root, "bin", "go"), join(root, "bin", "go.exe")].find((file) => pathType(file) === "file");
  // The folder of compiled tools is named after the host that they run on; some toolchains carry those of several hosts.
  const host = listFolder(join(root, "pkg", "tool")).find(
    ({ type, name }) => type === "folder" && /^[a-z0-9]+_[a-z0-9]+$/.test(name),
  );
  if (go === undefined || host === undefined) return undefined;
  const [os = "", arch = ""] = host.name.split("_");
  return { go, root, version, os, arch, from };
}

/** The version in the first line of a `VERSION` file: `go1.26.8`, or `devel go1.27-abcdef ...` as `go1.27-abcdef`. */
function readVersionFile(file: string): string | undefined {
  const line = readTextNow(file)?.split("\n")[0]?.trim();
  return line === undefined ? undefined : /^(?:devel )?(go[0-9][^ ]*)/.exec(line)?.[1];
}
