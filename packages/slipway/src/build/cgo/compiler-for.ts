import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { Target } from "../../plan/targets/target.ts";
import { parseTarget } from "../../plan/targets/target-parse.ts";
import type { Task } from "../../plan/task.ts";
import type { GoBuildParams } from "../go/go-build-params.ts";
import { compilerInstall, type CompilerMachine } from "./compiler-install.ts";
import { quiet } from "../go/go-list.ts";
import type { ListedPackage } from "../go/go-list.ts";
import { collectSources } from "../go/go-sources.ts";
import { listProgram } from "../go/program-list.ts";
import { chooseCompiler } from "./choose-compiler.ts";
import type { CompilerChoice } from "./choose-compiler.ts";
import type { CompilerContext } from "./compiler-context.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import { joinQuoted, splitQuoted } from "./quoted.ts";

/** A C compiler ready for `go build`. */
export interface Compiler {
  /** CC, CXX and what they need, in place of which the config may say something else. */
  readonly env: Readonly<Record<string, string>>;
  /** The config's own CC and CXX behind the wrapper that it asks for. */
  readonly wrapped?: Readonly<Record<string, string>>;
  /** Which compiler this is, with its version; part of the fingerprint. */
  readonly identity: string;
  /** The compiler itself, where it was found on this machine: another one in its place is another compiler. */
  readonly program?: string;
  /** What may help when the build fails. */
  readonly hint?: string;
}

/** Whether any package has C (or C++, or Objective-C) to compile. */
export function needsCompiler(packages: readonly ListedPackage[]): boolean {
  return packages.some((each) => (each.CgoFiles?.length ?? 0) > 0 || (each.SwigFiles?.length ?? 0) > 0);
}

/** The C compiler of a task that builds one program; see `compilerOf`. */
export async function compilerFor(task: Task, context: RunContext): Promise<Compiler | undefined> {
  const { top, packages } = await listProgram(task, context);
  return compilerOf(task, collectSources(packages, top, context.root).packages, context);
}

/**
 * The C compiler for what a task makes of these packages: what the config names, else the best one found on this machine. `undefined` when nothing
 * needs one.
 *
 * @throws SlipwayError `cgo-compiler-missing` with everything that was looked for, `cgo-framework-missing` when a program
 * for macOS needs more than Go itself does
 */
export async function compilerOf(
  task: Task,
  packages: readonly ListedPackage[],
  context: CompilerContext,
): Promise<Compiler | undefined> {
  const params = task.params as GoBuildParams;
  const { settings } = params;
  if (!needsCompiler(packages) && !settings.buildmode.startsWith("c-")) return undefined;
  const target = parseTarget(params.target, { goarm: "6" }, { buildable: context.facts.buildable });
  const config = (name: string): string | undefined =>
    settings.env[name] ?? (settings.named.includes(name) ? context.env[name] : undefined);

  const { wrapper } = settings.cgo;
  checkWrapper(wrapper, context);
  const prefix = wrapper === "" ? "" : `${joinQuoted([wrapper])} `;
  const cc = config("CC");
  if (cc !== undefined && cc !== "") {
    const wrapped = { CC: `${prefix}${cc}`, CXX: `${prefix}${config("CXX") ?? "c++"}` };
    return { env: {}, identity: await versionOf(cc, context), ...(wrapper === "" ? {} : { wrapped }) };
  }
  const key = JSON.stringify(["C compiler", params.target, settings.cgo, config("MACOSX_DEPLOYMENT_TARGET") ?? ""]);
  const choice = await context.once(key, () =>
    chooseCompiler(
      {
        target,
        libc: settings.cgo.libc,
        macos: config("MACOSX_DEPLOYMENT_TARGET"),
        standard: packages.filter((each) => each.Standard),
      },
      context,
    ),
  );
  if ("missing" in choice) {
    throw missingCompiler(target, params, choice.missing, { host: context.facts.host, env: context.env });
  }
  refuseFrameworks(choice, packages, target);
  return {
    env: { ...choice.env, CC: `${prefix}${choice.cc}`, CXX: `${prefix}${choice.cxx}` },
    identity: choice.identity,
    ...(choice.program !== undefined && { program: choice.program }),
    ...(choice.hint !== undefined && { hint: choice.hint }),
  };
}

function checkWrapper(wrapper: string, { env, facts }: CompilerContext): void {
  if (wrapper === "" || findOnPath(wrapper, { env, os: facts.host.os }) !== undefined) return;
  throw new SlipwayError("cgo-compiler-missing", `cc_wrapper is "${wrapper}", and there is no such program`, {
    expected: `${wrapper} on the PATH`,
    hint: `Install ${wrapper}, or remove cc_wrapper`,
  });
}

/** The first line that a compiler says of itself. */
async function versionOf(cc: string, context: CompilerContext): Promise<string> {
  return context.once(`version of ${cc}`, async () => {
    const asked = await context.process([...splitQuoted(cc), "--version"], {
      cwd: context.root,
      env: { ...context.env },
      check: false,
      onOutput: quiet,
    });
    if (asked.exitCode !== 0) return cc;
    return `${cc}: ${asked.stdout.split("\n")[0] ?? ""}`;
  });
}

function missingCompiler(
  target: Target,
  params: GoBuildParams,
  looked: readonly string[],
  machine: CompilerMachine,
): SlipwayError {
  return new SlipwayError(
    "cgo-compiler-missing",
    `Build "${params.build}" needs a C compiler for ${formatTarget(target)}, and none was found`,
    {
      expected: "CC in builds.env, or one of what was looked for",
      actual: `looked for ${looked.join("; ")}`,
      hint: [
        ...compilerInstall(target, machine),
        `set CC in builds.overrides for ${target.os}/${target.arch}`,
        `turn cgo off: CGO_ENABLED=0 (${params.settings.cgo.why})`,
      ].join("; or "),
    },
  );
}

/** Without Apple's SDK there are only the stubs of what Go imports; a framework beyond them is told by name. */
function refuseFrameworks(choice: CompilerChoice, packages: readonly ListedPackage[], target: Target): void {
  const { frameworks } = choice;
  if (frameworks === undefined) return;
  for (const each of packages) {
    if (each.Standard) continue;
    const flags = each.CgoLDFLAGS ?? [];
    for (const [index, flag] of flags.entries()) {
      const name = flag === "-framework" ? flags[index + 1] : /^-Wl,-framework,(.+)$/.exec(flag)?.[1];
      if (name === undefined || frameworks.includes(name)) continue;
      throw new SlipwayError(
        "cgo-framework-missing",
        `Package "${each.ImportPath}" needs Apple's framework "${name}" for ${formatTarget(target)}`,
        {
          expected: `only what Go itself imports: ${frameworks.join(", ")}`,
          actual: `#cgo LDFLAGS: -framework ${name}`,
          hint: `Build this target on a Mac, or set CC in builds.overrides to a compiler that has Apple's SDK`,
        },
      );
    }
  }
}
