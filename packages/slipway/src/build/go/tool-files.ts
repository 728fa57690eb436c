import type { RunContext } from "../../plan/kind.ts";
import { parseTarget } from "../../plan/targets/target-parse.ts";
import type { Task } from "../../plan/task.ts";
import { isAbsolute, resolve } from "../../platform/path.ts";
import { compilerCommands } from "../cgo/choose-compiler.ts";
import { lookOnPath } from "../../platform/process/find-program.ts";
import { splitQuoted } from "../cgo/quoted.ts";
import type { GoBuildParams } from "./go-build-params.ts";

/** The programs that a build starts beside Go, as its fingerprint needs them. */
export interface ToolFiles {
  /** The programs themselves: another one in its place is another tool. */
  readonly files: readonly string[];
  /** Where there is none, and where one would be taken instead. */
  readonly watched: readonly string[];
}

/** Finds the files behind `builds.tool` and the C compiler: the one that the config names, else `chosen` out of those at hand. */
export async function toolFiles(
  task: Task,
  context: Pick<RunContext, "facts" | "env" | "root">,
  compiler: { readonly program?: string } | undefined,
): Promise<ToolFiles> {
  const { settings, target: name } = task.params as GoBuildParams;
  const { facts, env, root } = context;
  const files: string[] = [];
  const watched: string[] = [];
  const look = async (program: string): Promise<string | undefined> => {
    if (/[\\/]/.test(program)) {
      const path = isAbsolute(program) ? program : resolve(root, settings.dir, program);
      files.push(path);
      return path;
    }
    const { path, absent } = lookOnPath(program, { env, os: facts.host.os });
    watched.push(...absent);
    if (path !== undefined) files.push(path);
    return path;
  };
  if (settings.tool !== "go") await look(settings.tool);
  if (compiler === undefined) return { files, watched };

  const named = ["CC", "CXX"].flatMap((variable) => {
    const value = settings.env[variable] ?? (settings.named.includes(variable) ? (env[variable] ?? "") : "");
    return splitQuoted(value).slice(0, 1);
  });
  for (const program of named) await look(program);
  if (named.length > 0) return { files, watched };

  if (compiler.program !== undefined) files.push(compiler.program);
  const target = parseTarget(name, { goarm: "6" }, { buildable: facts.buildable });
  for (const command of compilerCommands(target, facts.host, settings.cgo.libc)) {
    const [program = ""] = command.split(" ");
    const { path, absent } = lookOnPath(program, { env, os: facts.host.os });
    watched.push(...absent);
    if (path !== undefined && path === compiler.program) break;
  }
  return { files, watched };
}
