import type { Finding } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import type { Task } from "./task.ts";

/** Files that the command line names for the release notes; paths relative to the project's folder or absolute. */
export interface NotesFiles {
  /** `--release-notes`: takes the place of the changelog. */
  readonly file?: string;
  /** `--release-notes-tmpl`: the same, a template. */
  readonly template?: string;
  readonly headerFile?: string;
  readonly headerTemplate?: string;
  readonly footerFile?: string;
  readonly footerTemplate?: string;
}

/** What the command line asks of a plan. */
export interface PlanOptions {
  readonly snapshot: boolean;
  readonly nightly: boolean;
  /** Stages and steps not wanted (`publish`, `archive`, `prove` ...). */
  readonly skip: readonly string[];
  /** Only this target, in GoReleaser's form or display form; for `--single-target`. */
  readonly singleTarget?: string;
  /** Only these build ids. */
  readonly ids: readonly string[];
  /** `build` stops before packing. */
  readonly upTo: "build" | "all";
  readonly notes?: NotesFiles;
  /** The project file in use: relative to the project's folder, absolute, or `-` for standard input. */
  readonly file?: string;
}

/** A target of the matrix that is not built, and why. */
export interface LeftOut {
  readonly target: string;
  readonly build: string;
  readonly reason: string;
}

/** The parts of a plan that are known before its tasks. */
export type PlanHead = Pick<Plan, "project" | "version" | "tag" | "commit" | "epoch" | "toolchain" | "dist" | "fields">;

/** Every target, task and artifact that will exist. Plain JSON; `docs/plan.schema.json` is its schema. */
export interface Plan {
  readonly schema: 1;
  readonly project: string;
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  /** Unix seconds that every time stamp in the output derives from. */
  readonly epoch: number;
  /** `go1.26.8` */
  readonly toolchain: string;
  readonly dist: string;
  readonly targets: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly tasks: readonly Task[];
  readonly findings: readonly Finding[];
  /** The template fields that hold for the whole run. */
  readonly fields: JsonObject;
}
