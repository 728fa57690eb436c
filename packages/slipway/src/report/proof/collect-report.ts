import type { Check } from "../../checks.ts";
import type { Emit, Event, MadeFile } from "../../events.ts";
import type { Finding } from "../../findings.ts";
import { isReleased } from "../../plan/artifact-group.ts";
import type { Plan } from "../../plan/plan.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { ProofReport, ReportedFile, ReportedGate, ReportedTask } from "./proof-report.ts";

/** Listens to a run and tells afterwards what it proved. */
export class ReportCollector {
  readonly #checks: Check[] = [];
  readonly #findings: Finding[] = [];
  readonly #tasks: ReportedTask[] = [];
  readonly #made = new Map<string, MadeFile>();
  #end: Extract<Event, { type: "run-finished" }> | undefined;

  readonly emit: Emit = (event) => {
    if (event.type === "check") this.#checks.push(event.check);
    else if (event.type === "finding") this.#findings.push(event.finding);
    else if (event.type === "run-finished") this.#end = event;
    else if (event.type === "task-finished") {
      const { task: id, kind, title, target, status, level, reason, at, ms, outputs } = event;
      for (const file of outputs) this.#made.set(file.path, file);
      this.#tasks.push({
        id,
        kind,
        title,
        ...(target === undefined ? {} : { target }),
        status,
        ...(level === undefined ? {} : { level }),
        ...(reason === undefined ? {} : { reason }),
        at: Math.max(0, Math.round(at - ms)),
        ms: Math.round(ms),
      });
    }
  };

  /** Whether anything was done in the run. */
  get changed(): boolean {
    return this.#tasks.some(({ level, status }) => status !== "done" || level !== "L0");
  }

  /** What was found out, in an order that does not depend on which task was faster. */
  report(
    plan: Plan,
    {
      slipway,
      command,
      snapshot,
      tagAtHead,
      gate,
    }: Pick<ProofReport, "slipway" | "command" | "snapshot" | "tagAtHead"> & { readonly gate: ReportedGate },
  ): ProofReport {
    const order = new Map(plan.tasks.map(({ id }, index) => [id, index]));
    return {
      schema: 1,
      slipway,
      command,
      project: plan.project,
      version: plan.version,
      tag: plan.tag,
      tagAtHead,
      commit: plan.commit,
      toolchain: plan.toolchain,
      snapshot,
      ok: this.#end?.ok ?? false,
      ms: Math.round(this.#end?.ms ?? 0),
      gate,
      targets: plan.targets,
      checks: sortedBy(this.#checks, ({ target = "", check, subject }) => `${target}\0${check}\0${subject}`),
      findings: sortedBy(this.#findings, (finding) =>
        [SEVERITY[finding.severity], finding.target ?? "", finding.code, finding.message].join("\0"),
      ),
      files: this.#files(plan),
      tasks: this.#tasks.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
    };
  }

  #files(plan: Plan): ReportedFile[] {
    const artifacts = plan.tasks.flatMap((task) => [
      ...task.outputs.flatMap(({ artifact }) => artifact ?? []),
      ...(task.announces ?? []),
    ]);
    return artifacts.filter(isReleased).flatMap(({ name, path, type, target }) => {
      const made = this.#made.get(path);
      if (made === undefined) return [];
      const { size, digest } = made;
      return [{ name, path, type, ...(target === undefined ? {} : { target: formatTarget(target) }), size, digest }];
    });
  }
}

const SEVERITY = { error: "0", warning: "1", notice: "2" } as const;

function sortedBy<T>(list: readonly T[], key: (each: T) => string): T[] {
  return list
    .map((each) => [key(each), each] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, each]) => each);
}
