import type { JsonObject } from "../../json.ts";
import type { PlannedFile, PlannedInfo } from "./planned-file.ts";
import type { PlannedText } from "./planned-text.ts";
import type { PackedFormat } from "./archive-format.ts";

/** A program in an archive. */
export interface PackedProgram extends JsonObject {
  /** Its index in the task's inputs. */
  readonly input: number;
  /** Its name in the archive, before wrapping. */
  readonly dst: string;
}

/** The params of an archive task: all that decides about its bytes besides the files themselves. */
export interface ArchiveParams extends JsonObject {
  readonly format: PackedFormat;
  /** Folder in the archive that everything is in; `""` for none. */
  readonly wrap: string;
  readonly files: readonly PlannedFile[];
  readonly texts: readonly PlannedText[];
  readonly programs: readonly PackedProgram[];
  readonly programInfo: PlannedInfo;
  /** An archive without programs, which must have files. */
  readonly meta: boolean;
  /** Dist relative to the project's folder. */
  readonly dist: string;
}
