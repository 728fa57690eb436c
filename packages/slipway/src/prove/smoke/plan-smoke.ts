import { readByteSize } from "../../config/quantity/byte-size.ts";
import { readDuration } from "../../config/quantity/duration.ts";
import type { SmokeRun } from "../../config/sections/prove.ts";
import { SlipwayError } from "../../errors.ts";
import type { Artifact } from "../../plan/artifact.ts";
import { artifactFields } from "../../plan/artifact-fields.ts";
import { isProgram, isReleased } from "../../plan/artifact-group.ts";
import type { PlanContext, PlannedArtifact } from "../../plan/kind.ts";
import { stableName } from "../../plan/stable-name.ts";
import { formatTarget, type Target } from "../../plan/targets/target.ts";
import { envOfLines } from "../env-of-lines.ts";
import { proofLevel, skipSeverity } from "../proof-level.ts";
import { matchesTarget } from "../../plan/targets/matches-target.ts";
import type { PlannedRun, SmokedProgram, SmokeParams } from "./smoke-params.ts";

const MB = 1 << 20;

/** Plans one task for each archive with programs, and for each program that is released as it is. */
export function planSmoke(context: PlanContext): void {
  if (context.options.upTo === "build" || proofLevel(context) === "off") return;
  const runs = context.config.prove.smoke;
  for (const [index, run] of runs.entries()) checkQuantities(context, run, index);
  for (const artifact of context.artifacts) {
    const { target } = artifact;
    if (target === undefined || !isReleased(artifact)) continue;
    const programs = programsOf(artifact, context);
    if (programs.length > 0) planTask(context, artifact, target, programs);
  }
}

interface PackedProgram {
  readonly program: Artifact & { readonly path: string };
  readonly members: readonly string[];
  readonly known: boolean;
}

/** The programs in a released file, by the names that its planner noted for `artifacts.json`. */
function programsOf(artifact: PlannedArtifact, { artifacts }: PlanContext): PackedProgram[] {
  if (artifact.type === "Binary") {
    const program = artifacts.find((each) => isProgram(each) && each.path === artifact.path);
    return [{ program: program ?? artifact, members: [artifact.name], known: program !== undefined }];
  }
  if (artifact.type !== "Archive") return [];
  const names = artifact.extra["Binaries"];
  if (!Array.isArray(names)) return [];
  const wrap = typeof artifact.extra["WrappedIn"] === "string" ? artifact.extra["WrappedIn"] : "";
  const key = formatTarget(artifact.target!);
  return (names as readonly string[]).flatMap((name) => {
    const program = artifacts.find(
      (each) => isProgram(each) && each.name === name && each.target !== undefined && formatTarget(each.target) === key,
    );
    // Libraries are packed beside programs and are not run.
    if (program === undefined) return [];
    const base = name.slice(name.lastIndexOf("/") + 1);
    const members = [...new Set([name, base])].map((member) => (wrap === "" ? member : `${wrap}/${member}`));
    return [{ program, members: members.map((member) => member.replace(/^\.\//u, "")), known: true }];
  });
}

function planTask(
  context: PlanContext,
  artifact: PlannedArtifact,
  target: Target,
  programs: readonly PackedProgram[],
): void {
  const built = [...new Set(programs.filter(({ known }) => known).map(({ program }) => program.path))];
  const inputs = [...new Set([artifact.path, ...built])];
  const params: SmokeParams = {
    archive: artifact.name,
    format: artifact.type === "Binary" ? "binary" : (artifact.extra["Format"] as string),
    target: { os: target.os, arch: target.arch },
    programs: programs.map(({ program, members, known }): SmokedProgram => ({
      name: program.name,
      members,
      built: known ? inputs.indexOf(program.path) : -1,
      runs: plannedRuns(context, program, target),
    })),
    skips: skipSeverity(context, "smoke"),
  };
  const makers = context.artifacts.filter((each) => inputs.includes(each.path)).map((each) => each.task);
  context.add({
    id: `smoke:${stableName(artifact.path, context.head.version)}`,
    kind: "smoke",
    stage: "prove",
    title: `try ${artifact.name}`,
    target: formatTarget(target),
    needs: [...new Set([artifact.task, ...makers])],
    inputs,
    params,
    outputs: [],
    resources: { cpu: 1, memory: 200 * MB, cost: 2 * programs.length },
  });
}

function plannedRuns(context: PlanContext, program: Artifact, target: Target): PlannedRun[] {
  const { config, head } = context;
  const fields = artifactFields(program, { dist: config.dist, project: head.project });
  const id = program.extra["ID"];
  return config.prove.smoke.flatMap((run, index) => {
    if (run.ids.length > 0 && !(typeof id === "string" && run.ids.includes(id))) return [];
    if (!matchesTarget(target, run.targets)) return [];
    const at = ["prove", "smoke", index];
    const fill = (key: string, text: string): string => context.render(text, [...at, key], fields);
    const fillAll = (key: string, list: readonly string[]): string[] =>
      list.map((text, item) => context.render(text, [...at, key, item], fields));
    return [
      {
        args: fillAll("args", run.args),
        stdin: fill("stdin", run.stdin),
        files: Object.fromEntries(Object.entries(run.files).map(([name, text]) => [name, fill("files", text)])),
        env: envOfLines(context, run.env, [...at, "env"], fields),
        exitCode: run.exit_code,
        output: fillAll("output", run.output),
        running: run.expect === "running",
        timeout: readDuration(run.timeout)!,
        memory: readByteSize(run.memory)!,
        network: run.network,
      },
    ];
  });
}

function checkQuantities(context: PlanContext, run: SmokeRun, index: number): void {
  const at = ["prove", "smoke", index];
  if (readDuration(run.timeout) === undefined)
    throw invalid(context, [...at, "timeout"], "10s, 1m30s ...", run.timeout);
  if (readByteSize(run.memory) === undefined) throw invalid(context, [...at, "memory"], "500M, 2G ...", run.memory);
  for (const name of Object.keys(run.files)) {
    if (/^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/u.test(name) || name === "")
      throw invalid(context, [...at, "files"], "a name below the folder of the run", name);
  }
}

function invalid(
  context: PlanContext,
  at: readonly (string | number)[],
  expected: string,
  actual: string,
): SlipwayError {
  const where = context.positionOf(at);
  return new SlipwayError("config-invalid", `Cannot read ${at.join(".")} of the project file`, {
    ...(where === undefined ? {} : { where }),
    expected,
    actual,
  });
}
