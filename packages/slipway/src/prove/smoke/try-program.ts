import type { Finding } from "../../findings.ts";
import type { RunContext } from "../../plan/kind.ts";
import { basename } from "../../platform/path.ts";
import type { ContainedResult } from "../run/contained-run.ts";
import { judgeEnd } from "../run/judge-end.ts";
import { runProgram, type ProgramRun } from "../run/program-run.ts";
import type { Runner } from "../run/runner.ts";
import { saysOutput } from "./says-output.ts";
import type { PlannedRun } from "./smoke-params.ts";

/** A program that was unpacked, and what runs it. */
export interface Trial {
  readonly program: string;
  /** `hello in hello_1.0.0_linux_amd64.tar.gz`, for people. */
  readonly called: string;
  readonly artifact: string;
  readonly runner: Runner;
  readonly area: string;
  readonly context: RunContext;
}

/** What trying a program came to. */
export type TrialResult =
  | { readonly status: "passed"; readonly detail: string; readonly notice?: Finding }
  | { readonly status: "failed"; readonly detail: string; readonly finding: Finding }
  | { readonly status: "skipped"; readonly detail: string; readonly hint: string };

const MB = 1 << 20;
/** What is asked of a program of which nothing is known. Most answer to one of these and do nothing else. */
const QUESTIONS: readonly (readonly string[])[] = [["--version"], ["version"], ["--help"]];
const PLAIN: Omit<ProgramRun, "program" | "args"> = {
  stdin: "",
  files: {},
  env: {},
  timeout: 10_000,
  memory: 1000 * MB,
  network: false,
};

/**
 * Asks a program for its version in the ways that most programs answer to. Any orderly end will do and ends the search; silence
 * makes the next question be tried.
 */
export async function askProgram(trial: Trial): Promise<TrialResult> {
  for (const args of QUESTIONS) {
    const result = await start({ ...PLAIN, args }, trial);
    const end = judgeEnd(result);
    if (end.type === "running") continue;
    const wrong = wrongEnd(result, trial, args);
    if (wrong !== undefined) return wrong;
    const code = end.type === "exit" ? end.code : 0;
    const said = firstLine(result);
    const told = `exit ${code}${said === "" ? "" : `, "${said}"`}`;
    return {
      status: "passed",
      detail: `${args.join(" ")}: ${told}`,
      ...(code === 0 ? {} : { notice: unsuccessful(trial, args.join(" "), told) }),
    };
  }
  const asked = QUESTIONS.map((args) => args.join(" ")).join(", ");
  return failed(trial, {
    code: "smoke-silent",
    message: `${trial.called} does not answer to ${asked} (${trial.runner.name})`,
    expected: `an end within ${(PLAIN.timeout * trial.runner.slowness) / 1000} s`,
    actual: "it still ran each time and was ended",
    hint: "if it hangs, mend it; if it is a server, say how it is tried:\nprove:\n  smoke:\n    - args: []\n      expect: running",
  });
}

/** An orderly end is no crash; whether the program works, only somebody who knows it can say. */
function unsuccessful({ program, artifact }: Trial, asked: string, told: string): Finding {
  return {
    code: "smoke-exit",
    severity: "notice",
    message: `${basename(program).replace(/\.exe$/u, "")} starts, and ends ${asked} with ${told}`,
    artifact,
    hint: "name under prove.smoke a command that must succeed, to make this a check of more than a start",
  };
}

/** Runs a program as the project's file says and holds what it does against it. */
export async function tryRun(run: PlannedRun, trial: Trial): Promise<TrialResult> {
  const result = await start(run, trial);
  const shown = run.args.length === 0 ? "without arguments" : run.args.join(" ");
  const wrong = wrongEnd(result, trial, run.args);
  if (wrong !== undefined) return wrong;
  const end = judgeEnd(result);
  const saw = excerpt(result);
  if (run.running) {
    if (end.type !== "running") {
      return failed(trial, {
        code: "smoke-ended",
        message: `${trial.called} ended instead of running on (${shown})`,
        expected: `that it still runs after ${run.timeout / 1000} s`,
        actual: `exit ${result.exitCode}${saw}`,
        hint: "look at what it printed; a server that only wants flags needs them in prove.smoke args",
      });
    }
  } else if (end.type === "running") {
    return failed(trial, {
      code: "smoke-timeout",
      message: `${trial.called} did not end in time (${shown})`,
      expected: `an end within ${run.timeout / 1000} s (${trial.runner.slowness} times that under ${trial.runner.name})`,
      actual: `it still ran and was ended${saw}`,
      hint: "raise `timeout` of this run, or say `expect: running` for a server",
    });
  } else if (result.exitCode !== run.exitCode) {
    return failed(trial, {
      code: "smoke-exit-code",
      message: `${trial.called} ended with the wrong exit code (${shown})`,
      expected: `exit ${run.exitCode}`,
      actual: `exit ${result.exitCode}${saw}`,
    });
  }
  const printed = `${result.stdout}\n${result.stderr}`.replaceAll("\r\n", "\n");
  for (const pattern of run.output) {
    if (saysOutput(printed, pattern)) continue;
    return failed(trial, {
      code: "smoke-output",
      message: `${trial.called} does not print what it must (${shown})`,
      expected: pattern,
      actual: `exit ${result.exitCode}${saw}`,
      hint: "is the value set at link time (`-X`), under the name that the source has?",
    });
  }
  const said = run.running ? "still running" : `exit ${result.exitCode}`;
  return {
    status: "passed",
    detail: `${shown}: ${said}${run.output.length > 0 ? `, printed ${run.output.join(", ")}` : ""}`,
  };
}

function start(run: Omit<ProgramRun, "program">, { program, runner, area, context }: Trial): Promise<ContainedResult> {
  const { args, stdin, files, env, timeout, memory, network } = run;
  return runProgram({ program, args, stdin, files, env, timeout, memory, network }, { runner, area, context });
}

/** What is wrong with an end whatever was asked. */
function wrongEnd(result: ContainedResult, trial: Trial, args: readonly string[]): TrialResult | undefined {
  const { called, runner } = trial;
  const shown = args.join(" ");
  const end = judgeEnd(result);
  const saw = excerpt(result);
  switch (end.type) {
    case "unable":
      return { status: "skipped", detail: end.reason, hint: end.hint };
    case "crash":
      return failed(trial, {
        code: "smoke-crashed",
        message: `${called} crashes at start (${shown}, ${runner.name})`,
        expected: "an orderly end",
        actual: `${end.how}${saw}`,
        hint: "run it the same way on such a machine; the trace names the place",
      });
    case "library":
      return failed(trial, {
        code: "smoke-library-missing",
        message: `${called} needs a library that is not there`,
        expected: "that it starts on a machine that has only what the archive holds and the system brings",
        actual: end.how,
        hint: "link it statically (CGO_ENABLED=0, or musl), or pack the library beside it",
      });
    case "memory":
      return failed(trial, {
        code: "smoke-memory",
        message: `${called} takes too much memory (${shown}, ${runner.name})`,
        actual: `more than its limit, and was ended${saw}`,
        hint: "raise `memory` of the run in prove.smoke if that is right",
      });
    default:
  }
  if (result.strays.length === 0) return undefined;
  return failed(trial, {
    code: "smoke-wrote-outside",
    message: `${called} writes outside of its folder (${shown}, ${runner.name})`,
    expected: "files in its working folder, home folder and temporary folder only",
    actual:
      result.strays.slice(0, 8).join(", ") + (result.strays.length > 8 ? ` and ${result.strays.length - 8} more` : ""),
    hint: "use os.UserCacheDir, os.UserConfigDir or os.TempDir; the files were not kept",
  });
}

function failed({ artifact }: Trial, found: Omit<Finding, "severity" | "artifact">): TrialResult {
  return { status: "failed", detail: found.message, finding: { ...found, severity: "error", artifact } };
}

/** The first line that says something: many programs draw their name above it. */
function firstLine({ stdout, stderr }: ContainedResult): string {
  const lines = (stdout.trim() === "" ? stderr : stdout).trim().split(/\r?\n/u);
  return (lines.find((line) => /[\p{L}\p{N}]{2}/u.test(line)) ?? lines[0]!).trim().slice(0, 80);
}

function excerpt({ stdout, stderr }: ContainedResult): string {
  const text = `${stdout.trim()}\n${stderr.trim()}`.trim().slice(0, 600);
  return text === "" ? ", it printed nothing" : `, it printed:\n${text}`;
}
