import { ensureFolder, exists, moveFile, removeTree } from "../../../platform/file/files.ts";
import { listFolder, readTextNow } from "../../../platform/file/walk.ts";
import { sha256 } from "../../../platform/hash.ts";
import { cacheFolder } from "../../../platform/host/cache-folder.ts";
import { ownFolder } from "../../../platform/own-folder.ts";
import { join } from "../../../platform/path.ts";
import type { runProcess } from "../../../platform/process/process.ts";
import type { GoToolchain } from "../../../source/facts.ts";
import { passesThrough } from "../../../source/go/passed-variables.ts";

/** What the helper needs of a project and its machine. */
export interface HelperHost {
  readonly toolchain: GoToolchain;
  /** The project's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Values of Go's own environment file. */
  readonly goEnv: Readonly<Record<string, string>>;
  readonly process: typeof runProcess;
  readonly signal?: AbortSignal;
}

/** Which helper this is: its sources and the toolchain whose parser and type checker are in it. */
export function helperIdentity(toolchain: GoToolchain): string {
  const { folder, names } = helperSources();
  const texts = names.map((name) => `${name}\n${readTextNow(join(folder, name)) ?? ""}`);
  return sha256(JSON.stringify([toolchain.version, toolchain.os, toolchain.arch, ...texts])).slice(0, 32);
}

/**
 * The helper program, built by the project's own toolchain once for each version of both. It uses nothing but the standard
 * library, so that no socket is opened.
 *
 * @throws SlipwayError `tool-failed` when the toolchain cannot build it
 */
export async function buildHelper(host: HelperHost): Promise<string> {
  const { toolchain } = host;
  const folder = join(cacheFolder({ env: host.env }), "helpers");
  const ext = toolchain.os === "windows" ? ".exe" : "";
  const program = join(folder, `portability-${helperIdentity(toolchain)}${ext}`);
  if (await exists(program)) return program;
  const temporary = `${program}.${process.pid}.building`;
  await ensureFolder(temporary);
  try {
    const output = join(temporary, `portability${ext}`);
    await host.process([toolchain.go, "build", "-trimpath", "-buildvcs=false", "-o", output, "."], {
      cwd: helperSources().folder,
      env: {
        ...goCommandEnvironment(host),
        GO111MODULE: "on",
        GOWORK: "off",
        GOPROXY: "off",
        GOTMPDIR: temporary,
        CGO_ENABLED: "0",
        GOOS: toolchain.os,
        GOARCH: toolchain.arch,
      },
      ...(host.signal === undefined ? {} : { signal: host.signal }),
      onOutput: () => undefined,
    });
    await moveFile(output, program, 0o755);
  } finally {
    await removeTree(temporary);
  }
  return program;
}

/** What a `go` command gets from around us: nothing that changes what it says. */
export function goCommandEnvironment(host: Pick<HelperHost, "env" | "goEnv">): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(host.goEnv), ...Object.entries(host.env)]) {
    if (value !== "" && passesThrough(name)) env[name] = value;
  }
  return { ...env, GOENV: "off", GOFLAGS: "", GOTOOLCHAIN: "local" };
}

function helperSources(): { readonly folder: string; readonly names: readonly string[] } {
  const folder = join(ownFolder(), "go", "portability");
  return {
    folder,
    names: listFolder(folder)
      .map((entry) => entry.name)
      .filter((name) => /\.go$|^go\.mod$/.test(name) && !name.endsWith("_test.go"))
      .sort(),
  };
}
