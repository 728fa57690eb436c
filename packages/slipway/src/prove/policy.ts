import { FormatError } from "../binary/format-error.ts";
import { examine } from "../binary/policy/examine.ts";
import type { Policy } from "../binary/policy/policy.ts";
import type { Finding } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import { isProgram } from "../plan/artifact-group.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext } from "../plan/kind.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { byteFinder } from "../platform/byte-finder.ts";
import { borrowBytes } from "../platform/file/borrow-bytes.ts";
import { sha256Bytes } from "../platform/hash.ts";
import { proofLevel } from "./proof-level.ts";
import { machinePaths } from "./policy/machine-paths.ts";
import { policyOf } from "./policy/policy-of.ts";

const MB = 1 << 20;

/**
 * Every program held to the policy as soon as it is built. What is made of it (archives, checksums ...) waits; with a
 * finding of severity `error` it is not made.
 */
export const policyKind: Kind = {
  name: "policy",
  version: 2,
  plan: planPolicy,
  discover: (_task, context): Promise<Discovery> =>
    Promise.resolve({ files: [], folders: [], values: { "machine paths": JSON.stringify(machinePaths(context)) } }),
  run: runPolicy,
};

function planPolicy(context: PlanContext): void {
  const programs = context.artifacts.filter(isJudged);
  if (proofLevel(context) === "off") {
    const asked = context.options.skip.includes("prove") ? "--skip=prove" : "prove.level: off";
    if (programs.length > 0) context.finding(skipped(programs.length, asked));
    return;
  }
  for (const program of programs) planOne(program, context);
}

function isJudged(artifact: PlannedArtifact): boolean {
  return isProgram(artifact) || artifact.type === "C Shared Library" || artifact.type === "C Archive Library";
}

function skipped(programs: number, asked: string): Finding {
  return {
    code: "policy-skipped",
    severity: "notice",
    message: `The policy is not checked on ${programs === 1 ? "the program" : `${programs} programs`}: ${asked}`,
    hint: "to leave out less, turn single rules off under policy.rules",
  };
}

function planOne(program: PlannedArtifact, context: PlanContext): void {
  const target = program.target === undefined ? undefined : formatTarget(program.target);
  const task: Task = {
    id: `policy:${program.path}`,
    kind: "policy",
    stage: "prove",
    title: `check ${program.name}${target === undefined ? "" : ` for ${target}`}`,
    ...(target === undefined ? {} : { target }),
    needs: [program.task],
    inputs: [program.path],
    params: { name: program.name, policy: policyOf(program, context) as unknown as JsonObject },
    outputs: [],
    resources: { cpu: 1, memory: 64 * MB, cost: 1 },
  };
  context.add(task);
  context.guard(program.path, task.id);
}

async function runPolicy(task: Task, context: RunContext): Promise<void> {
  const policy = task.params["policy"] as Policy;
  const about = {
    ...(task.target === undefined ? {} : { target: task.target }),
    artifact: task.params["name"] as string,
  };
  const limits = { ...policy.limits, machinePaths: machinePaths(context) };
  const findings = await borrowBytes(context.input(task.inputs[0]!), (bytes = new Uint8Array(0)) =>
    findingsOf(bytes, { ...policy, limits }),
  );
  for (const finding of findings) context.finding({ ...finding, ...about });
  const wrong = findings.filter(({ severity }) => severity === "error");
  context.check({
    check: "policy",
    status: wrong.length > 0 ? "failed" : "passed",
    subject: about.artifact,
    ...(task.target === undefined ? {} : { target: task.target }),
    detail: (wrong[0] ?? findings[0])?.message ?? "every rule holds",
  });
}

function findingsOf(bytes: Uint8Array, policy: Policy): readonly Finding[] {
  try {
    return examine(bytes, policy, { sha256: sha256Bytes, byteFinder }).findings;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [unreadable(error, policy)];
  }
}

/** A build must end in a program; a hook that leaves something else is told, not refused: it may be meant. */
function unreadable(error: FormatError, policy: Policy): Finding {
  return {
    code: "not-a-program",
    severity: policy.promised?.go === true ? "error" : "warning",
    message: "The file that was built is no program that can be read",
    expected: error.expected,
    actual: error.found,
    hint: "look at what the build and its hooks leave; upx, strip and packers may break a program",
  };
}
