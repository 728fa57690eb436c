import type { Fields } from "../plan/fields.ts";
import type { Kind } from "../plan/kind.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan, PlanOptions } from "../plan/plan.ts";
import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { proofLevel } from "../prove/proof-level.ts";
import { refuseUnfitFacts, stateWarnings } from "../source/refuse-unfit-facts.ts";
import { allKinds } from "./kinds.ts";
import { needsGo, type Project } from "./open-project.ts";
import { projectFields } from "./project-fields.ts";
import { singleTarget } from "./single-target.ts";

/** What of a project is planned. */
export interface PlanProjectOptions {
  readonly snapshot?: boolean;
  /** A snapshot when the work tree is dirty. */
  readonly autoSnapshot?: boolean;
  readonly nightly?: boolean;
  readonly skip?: readonly string[];
  readonly ids?: readonly string[];
  /** Only the target of GOOS and GOARCH, or of this machine. */
  readonly singleTarget?: boolean;
  /** Stop before packing. */
  readonly upTo?: "build" | "all";
  readonly notes?: PlanOptions["notes"];
  /** The results of other machines are put together (`.IsMerging`). */
  readonly merging?: boolean;
  /** Plan although the facts do not allow a release (dirty, no tag), for looking only. */
  readonly tolerant?: boolean;
}

/** A plan with what is needed to run it. */
export interface PlannedProject {
  readonly plan: Plan;
  readonly kinds: readonly Kind[];
  readonly options: PlanOptions;
  readonly fields: Fields;
}

/**
 * Plans what a run of the project would make. Pure but for the templates that read files.
 *
 * @throws SlipwayError for facts that a release cannot be made from (`git-*`, `go-*`), and all that `makePlan` throws.
 */
export async function planProject(project: Project, asked: PlanProjectOptions = {}): Promise<PlannedProject> {
  const { config, facts, loaded } = project;
  const dirty = (facts.git?.dirty.length ?? 0) > 0;
  const single = asked.singleTarget ? singleTarget(facts) : undefined;
  const options: PlanOptions = {
    snapshot: (asked.snapshot ?? false) || ((asked.autoSnapshot ?? false) && dirty),
    nightly: asked.nightly ?? false,
    skip: asked.skip ?? [],
    ids: asked.ids ?? [],
    upTo: asked.upTo ?? "all",
    ...(single === undefined ? {} : { singleTarget: single }),
    ...(asked.notes === undefined ? {} : { notes: asked.notes }),
    ...(loaded.file === undefined ? {} : { file: loaded.file }),
  };
  refuseUnknownIds(project, options.ids);
  const notices: readonly Finding[] = refuseUnfitFacts(facts, {
    snapshot: options.snapshot || options.nightly || (asked.tolerant ?? false),
    skipValidate: options.skip.includes("validate"),
    needsGo: needsGo(config.builds),
    needsMain: loaded.file === undefined,
    merging: asked.merging ?? false,
  });
  const isSnapshot = options.snapshot || options.nightly;
  const looked = !options.skip.includes("validate") && proofLevel({ config, options }) !== "off";
  const warnings = isSnapshot && looked && options.upTo === "all" ? stateWarnings(facts.git) : [];
  if (config.project_name === "") {
    throw new SlipwayError("project-name-unknown", "The project has no name", {
      expected: "project_name, or a name that the module path or the git remote tells",
      hint: "set project_name in slipway.yaml",
    });
  }

  const { env, fields, render } = projectFields(project, { options, merging: asked.merging ?? false });
  const kinds = await allKinds();
  const plan = makePlan({
    facts,
    config,
    env,
    options,
    kinds,
    head: {
      project: config.project_name,
      version: fields.version,
      tag: fields.tag,
      commit: fields.commit,
      epoch: fields.epoch,
      toolchain: facts.toolchain?.version ?? "",
      dist: config.dist,
      fields: fields.json,
    },
    render: (text, at, more) => render(text, at, { ...fields.template, ...more }),
    positionOf: (at) => loaded.positionOf(at),
  });
  return {
    plan: { ...plan, findings: [...project.notices, ...notices, ...warnings, ...plan.findings] },
    kinds,
    options,
    fields,
  };
}

function refuseUnknownIds(project: Project, ids: readonly string[]): void {
  const known = project.config.builds.map((build) => build.id);
  for (const id of ids) {
    if (known.includes(id)) continue;
    throw new SlipwayError("usage", `No build has the id "${id}"`, { expected: known.join(", "), actual: id });
  }
}
