import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { copyFile, ensureFolder, removeTree } from "../../platform/file/files.ts";
import { join, resolve } from "../../platform/path.ts";
import { quiet } from "../go/go-list.ts";
import type { HookCommand, HookParams } from "./hook-params.ts";

/** Bytes of output that an error can carry. */
const KEEP = 1 << 20;

/**
 * Runs the commands of a hook one after another. Files that they may change stand in dist under the path that the
 * templates told, as in GoReleaser, and are delivered from there.
 *
 * @throws SlipwayError `hook-failed` with what the command printed
 */
export async function runHook(task: Task, context: RunContext): Promise<void> {
  const params = task.params as HookParams;
  if (params.folder !== "") await ensureFolder(join(context.dist, params.folder));
  try {
    for (const { from, to, mode } of params.files) {
      await copyFile(context.input(from), join(context.dist, to), { mode });
    }
    for (const command of params.commands) await runCommand(command, params.what, context);
    for (const [index, { to, mode }] of params.files.entries()) {
      await copyFile(join(context.dist, to), context.output(task.outputs[index]!.path), { mode });
    }
  } catch (error) {
    for (const { to } of params.files) await removeTree(join(context.dist, to));
    throw error;
  }
}

async function runCommand(command: HookCommand, what: string, context: RunContext): Promise<void> {
  const cwd = resolve(context.root, command.dir);
  const [program = ""] = command.argv;
  let result;
  try {
    result = await context.process(command.argv, {
      cwd,
      env: { ...context.env, ...command.env },
      check: false,
      keep: KEEP,
      // Without a handler the executor shows what is printed.
      ...(!command.output && { onOutput: quiet }),
    });
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code === "cancelled") throw error;
    throw new SlipwayError("hook-failed", `The ${what} cannot run: ${error.message}`, {
      ...error.details,
      cause: error,
    });
  }
  if (result.exitCode === 0) return;
  const output = `${result.stdout}${result.stderr}`.trim();
  throw new SlipwayError(
    "hook-failed",
    `The ${what} failed: "${program}" ended with ${result.signal ?? result.exitCode}`,
    {
      expected: "exit code 0",
      actual: result.signal ?? String(result.exitCode),
      output: output.slice(-64 * 1024),
      hint: "Run the command by itself; hooks run without a shell, so wrap what needs one: sh -c '...'",
    },
  );
}
