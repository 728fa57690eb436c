import { SlipwayError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import type { ArchiveFile, FileInfo } from "../../config/sections/archive.ts";
import type { PlanContext } from "../../plan/kind.ts";

/** What an archive member says of its file, with templates filled in. `mode` 0 and `""` mean: as found. */
export interface PlannedInfo extends JsonObject {
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
  /** Unix seconds; the run's own time where the config says nothing. */
  readonly mtime: number;
}

/** One line of `files`, with templates filled in. The glob is resolved when the task runs. */
export interface PlannedFile extends JsonObject {
  readonly glob: string;
  readonly dst: string;
  readonly stripParent: boolean;
  readonly info: PlannedInfo;
  /** Not asked for by the config: nothing is said when it matches nothing. */
  readonly silent: boolean;
}

/** Where in the config, and with which fields, to render. */
export interface RenderAt {
  readonly at: readonly (string | number)[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Fills in the templates of a list of files. */
export function planFiles(
  files: readonly ArchiveFile[],
  context: PlanContext,
  { at, fields }: RenderAt,
): PlannedFile[] {
  return files.map((file, index) => ({
    glob: context.render(file.src, [...at, index, "src"], fields),
    // GoReleaser renders the source and the info, not the destination.
    dst: file.dst,
    stripParent: file.strip_parent,
    info: planInfo(file.info, context, { at: [...at, index, "info"], fields }),
    silent: file.default,
  }));
}

/** Fills in the templates of what is said about a file. @throws SlipwayError `archive-invalid` for a bad time. */
export function planInfo(info: FileInfo, context: PlanContext, { at, fields }: RenderAt): PlannedInfo {
  const mtime = context.render(info.mtime, [...at, "mtime"], fields);
  const seconds = mtime === "" ? context.head.epoch : parseTime(mtime);
  if (seconds === undefined) {
    const where = context.positionOf([...at, "mtime"]);
    throw new SlipwayError("archive-invalid", `Cannot read the time "${mtime}" of archived files`, {
      ...(where && { where }),
      expected: "an RFC 3339 time such as 2026-01-02T15:04:05Z",
      actual: mtime,
      hint: 'mtime: "{{ .CommitDate }}" gives the time of the commit, which is also what an empty mtime means',
    });
  }
  return {
    owner: context.render(info.owner, [...at, "owner"], fields),
    group: context.render(info.group, [...at, "group"], fields),
    mode: info.mode,
    mtime: seconds,
  };
}

/** RFC 3339 with an optional fraction, rounded to the second as Go's archive/tar rounds. */
function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : Math.round(ms / 1000);
}
