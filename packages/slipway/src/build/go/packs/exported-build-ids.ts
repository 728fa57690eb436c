import { capture } from "../../../platform/process/capture.ts";
import { portionsOf } from "../../../platform/process/portions.ts";
import { selectingFlags } from "../../../source/go/selecting-flags.ts";
import type { GoSettings } from "../go-build-params.ts";
import { stampFlags } from "../go-command.ts";

/** Which compile results are asked for. */
export interface ExportQuestion {
  readonly go: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: GoSettings;
  /** Flags of the build. */
  readonly flags: readonly string[];
  readonly packages: readonly string[];
  /** A template of `go list` that gives the build ID of a package, or nothing for one that does not count. */
  readonly format: string;
  readonly signal: AbortSignal;
}

/**
 * Build IDs of the compiled packages that programs are made of, those that Go just used: nothing is compiled for it in a warm
 * cache. Nothing where Go cannot tell.
 */
export async function exportedBuildIds(question: ExportQuestion): Promise<readonly string[]> {
  const { settings, signal, cwd, env } = question;
  const argv = [
    question.go,
    "list",
    "-deps",
    "-export",
    "-e",
    "-f",
    question.format,
    ...codeFlags(question.flags),
    ...(settings.buildmode === "" ? [] : [`-buildmode=${settings.buildmode}`]),
    // The state of the repository is part of how main packages are compiled.
    ...stampFlags(settings),
    "--",
  ];
  const ids = new Set<string>();
  for (const portion of portionsOf([...new Set(question.packages)])) {
    const listed = await capture([...argv, ...portion], { cwd, env, signal });
    if (listed.exitCode !== 0) return [];
    for (const id of listed.stdout.split("\n")) if (id !== "") ids.add(id);
  }
  return [...ids];
}

const CODE_SWITCH = /^--?(?:trimpath|race|msan|asan|cover|modcacherw)(?:=|$)/;
const CODE_VALUE = /^--?(?:gcflags|asmflags|toolexec|covermode|coverpkg)(?:=|$)/;

/** The flags of a build that decide which files packages have and how they are compiled. */
function codeFlags(flags: readonly string[]): string[] {
  const kept = selectingFlags(flags);
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index]!;
    if (CODE_SWITCH.test(flag) && !kept.includes(flag)) kept.push(flag);
    else if (CODE_VALUE.test(flag) && !kept.includes(flag)) {
      kept.push(flag);
      const value = flags[index + 1];
      if (!flag.includes("=") && value !== undefined) kept.push(value);
    }
  }
  return kept;
}
