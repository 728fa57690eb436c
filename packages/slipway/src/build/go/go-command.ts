import type { GoBuildParams, GoSettings } from "./go-build-params.ts";

/** Whether the tool is a Go command of Go's own kind, which knows all of its flags. */
export function isGoCommand(tool: string): boolean {
  const name = tool.replace(/^.*[\\/]/, "").replace(/\.exe$/, "");
  return /^(?:go|gotip|go1(?:\.[0-9]+){1,2}(?:rc[0-9]+|beta[0-9]+)?)$/.test(name);
}

/** Whether a build looks for programs on the PATH: Go itself stands behind the toolchain's version. */
export function startsOtherPrograms(settings: GoSettings): boolean {
  return settings.tool !== "go" || settings.cgo.enabled;
}

/** The flag that says whether to stamp the program with the state of the repository, unless the config does. */
export function stampFlags(settings: GoSettings): readonly string[] {
  if (!isGoCommand(settings.tool) || settings.flags.some((flag) => /^--?buildvcs(?:=|$)/.test(flag))) return [];
  return [`-buildvcs=${settings.vcs === null ? "false" : "true"}`];
}

/** Whether `-ldflags` can differ between programs of one command: with -trimpath it stays out of the build info. */
export function keepsLdflagsApart(settings: GoSettings): boolean {
  return settings.flags.some((flag) => /^--?trimpath(?:=(?:true|1|t|T|TRUE|True))?$/.test(flag));
}

/**
 * The arguments after the tool. One program is written to the file `output`; several are written into the folder
 * `output` under the names that Go gives them, each with its own linker flags by import path or folder.
 */
export function goBuildArguments(programs: readonly GoBuildParams[], output: string): string[] {
  const [first] = programs;
  if (!first) throw new Error("Internal error: nothing to build");
  const { settings } = first;
  const argv = [settings.command, ...settings.flags, ...stampFlags(settings)];
  if (settings.command === "test" && !settings.flags.includes("-c")) argv.push("-c");
  const ldflags = new Set(programs.map((program) => program.ldflags));
  if (ldflags.size === 1) {
    if (first.ldflags !== "") argv.push(`-ldflags=${first.ldflags}`);
  } else {
    for (const program of programs) argv.push(`-ldflags=${program.package}=${program.ldflags}`);
  }
  if (settings.buildmode !== "") argv.push(`-buildmode=${settings.buildmode}`);
  argv.push("-o", output, ...programs.map((program) => program.package));
  return argv;
}
