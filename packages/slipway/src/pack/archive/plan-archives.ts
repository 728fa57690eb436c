import type { Archive, ArchiveFormat } from "../../config/sections/archive.ts";
import { SlipwayError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import type { Artifact } from "../../plan/artifact.ts";
import { artifactFields } from "../../plan/artifact-fields.ts";
import { groupByPlatform, hasId, isProgram } from "../../plan/artifact-group.ts";
import type { PlanContext, PlannedArtifact } from "../../plan/kind.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { Task } from "../../plan/task.ts";
import { stableName } from "../../plan/stable-name.ts";
import type { ArchiveParams } from "./archive-task.ts";
import { planFiles, planInfo } from "./planned-file.ts";
import { planTexts } from "./planned-text.ts";
import { baseSlash, joinSlash } from "./slash-path.ts";

const MB = 1 << 20;

/** Plans one archive per entry of `archives`, platform and format. */
export function planArchives(context: PlanContext): void {
  if (context.options.upTo === "build" || context.options.skip.includes("archive")) return;
  for (const [index, archive] of context.config.archives.entries()) {
    const at = ["archives", index];
    refuseHooks(context, archive, at);
    if (archive.meta) {
      for (const format of archive.formats) planPacked({ context, archive, at, programs: [] }, format);
      continue;
    }
    const packable = context.artifacts.filter((artifact) => isPackable(artifact) && hasId(artifact, archive.ids));
    const groups = groupByPlatform(packable);
    refuseDifferentCounts(context, archive, at, groups);
    for (const programs of groups) {
      for (const format of formatsFor(context, archive, at, programs[0]!)) {
        if (format === "binary") for (const program of programs) planBinary(context, archive, at, program);
        else if (format !== "none") planPacked({ context, archive, at, programs }, format);
      }
    }
  }
}

function refuseHooks(context: PlanContext, archive: Archive, at: readonly (string | number)[]): void {
  if (archive.hooks.before.length + archive.hooks.after.length === 0) return;
  const where = context.positionOf([...at, "hooks"]);
  throw new SlipwayError("archive-invalid", `Archive "${archive.id}" has hooks, which are not run yet`, {
    ...(where && { where }),
    expected: "no hooks in an archive",
    hint: "use the hooks of builds or the global before hooks, which run earlier",
  });
}

function isPackable(artifact: PlannedArtifact): boolean {
  return isProgram(artifact) || ["C Header", "C Archive Library", "C Shared Library"].includes(artifact.type);
}

function formatsFor(
  context: PlanContext,
  archive: Archive,
  at: readonly (string | number)[],
  program: PlannedArtifact,
): readonly ArchiveFormat[] {
  for (const [index, override] of archive.format_overrides.entries()) {
    if (override.goos === "" || override.formats.length === 0) {
      const where = context.positionOf([...at, "format_overrides", index]);
      context.finding({
        code: "archive-override-empty",
        severity: "warning",
        message: `This format override has no ${override.goos === "" ? "goos" : "formats"} and changes nothing`,
        ...(where && { where }),
      });
    } else if (program.target?.os.startsWith(override.goos)) return override.formats;
  }
  return archive.formats;
}

function refuseDifferentCounts(
  context: PlanContext,
  archive: Archive,
  at: readonly (string | number)[],
  groups: readonly (readonly PlannedArtifact[])[],
): void {
  if (archive.allow_different_binary_count || archive.formats.includes("binary")) return;
  if (new Set(groups.map((group) => group.length)).size <= 1) return;
  const where = context.positionOf(at);
  const counts = groups.map(
    (group) => `${group[0]!.target ? formatTarget(group[0]!.target) : "?"}: ${group.map((a) => a.name).join(", ")}`,
  );
  throw new SlipwayError(
    "archive-invalid",
    `Archive "${archive.id}" would hold different numbers of programs on different platforms`,
    {
      ...(where && { where }),
      expected: "the same programs on every platform",
      actual: counts.join("; "),
      hint: "name builds with `ids`, or allow it with `allow_different_binary_count: true`",
    },
  );
}

interface Plan {
  readonly context: PlanContext;
  readonly archive: Archive;
  readonly at: readonly (string | number)[];
  readonly programs: readonly PlannedArtifact[];
}

function planPacked({ context, archive, at, programs }: Plan, format: ArchiveFormat): void {
  if (format === "none" || format === "binary") {
    throw new SlipwayError(
      "archive-invalid",
      `Archive "${archive.id}" holds files only and cannot have the format "${format}"`,
      {
        expected: "tar.gz, tgz, tar.xz, txz, tar.zst, tzst, tar, gz, xz or zip",
      },
    );
  }
  const first = programs[0];
  const fields = first ? artifactFields(first, { dist: context.config.dist, project: context.head.project }) : {};
  const folder = context.render(archive.name_template, [...at, "name_template"], fields);
  const name = cleanName(`${folder}.${format}`);
  const wrap =
    archive.wrap_in_directory === "true"
      ? folder
      : archive.wrap_in_directory === "false"
        ? ""
        : context.render(archive.wrap_in_directory, [...at, "wrap_in_directory"], fields);
  const programInfo = planInfo(archive.builds_info, context, { at: [...at, "builds_info"], fields });
  const params: ArchiveParams = {
    format,
    wrap,
    files: planFiles(archive.files, context, { at: [...at, "files"], fields }),
    texts: planTexts(archive.templated_files, context, { at: [...at, "templated_files"], fields }),
    programs: programs.map((program, input) => ({
      input,
      dst: archive.strip_binary_directory ? baseSlash(program.name) : program.name,
    })),
    programInfo: { ...programInfo, mode: programInfo.mode || 0o755 },
    meta: archive.meta,
    dist: joinSlash(context.config.dist),
  };
  const extra: JsonObject = {
    ID: archive.id,
    Format: format,
    WrappedIn: wrap,
    Binaries: programs.map((program) => program.name),
    ...(first?.extra["Replaces"] !== undefined && { Replaces: first.extra["Replaces"] }),
  };
  const path = joinSlash(folder) === "." ? name : joinSlash(`${folder}.${format}`);
  const artifact: Artifact = { name, path, type: "Archive", ...(first?.target && { target: first.target }), extra };
  context.add({
    ...packTask(`archive:${archive.id}:${stableName(path, context.head.version)}`, `pack ${name}`, programs),
    kind: "archive",
    params,
    outputs: [{ path, artifact, mode: 0o644 }],
    resources: { cpu: 1, memory: 32 * MB, cost: 2 * programs.length + 1 },
  });
}

/** A program released as it is: only a name for the file that the build made. */
function planBinary(
  context: PlanContext,
  archive: Archive,
  at: readonly (string | number)[],
  program: PlannedArtifact,
): void {
  const fields = artifactFields(program, { dist: context.config.dist, project: context.head.project });
  const rendered = context.render(archive.name_template, [...at, "name_template"], fields);
  const name = cleanName(rendered + (typeof program.extra["Ext"] === "string" ? program.extra["Ext"] : ""));
  const artifact: Artifact = {
    name,
    path: program.path,
    type: "Binary",
    ...(program.target && { target: program.target }),
    extra: {
      ID: archive.id,
      Format: "binary",
      Binary: program.name,
      ...(program.extra["Replaces"] !== undefined && { Replaces: program.extra["Replaces"] }),
    },
  };
  context.add({
    ...packTask(`release-binary:${archive.id}:${name}`, `name ${name}`, [program]),
    kind: "release-binary",
    params: {},
    outputs: [],
    announces: [artifact],
    resources: { cpu: 0, memory: 0, cost: 0 },
  });
}

function packTask(
  id: string,
  title: string,
  programs: readonly PlannedArtifact[],
): Pick<Task, "id" | "stage" | "title" | "needs" | "inputs"> & { target?: string } {
  const target = programs[0]?.target;
  return {
    id,
    stage: "pack",
    title,
    ...(target && { target: formatTarget(target) }),
    needs: [...new Set(programs.map((program) => program.task))],
    inputs: programs.map((program) => program.path),
  };
}

/** Takes white space from before the extension, as GoReleaser does with every artifact's name. */
function cleanName(name: string): string {
  const dot = name.lastIndexOf(".");
  const slash = name.lastIndexOf("/");
  const ext = dot > slash ? name.slice(dot) : "";
  return name.slice(0, name.length - ext.length).trim() + ext;
}
