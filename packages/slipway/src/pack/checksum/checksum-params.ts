import type { JsonObject } from "../../json.ts";
import type { DigestAlgorithm } from "../../platform/file/file-digest.ts";
import type { PlannedExtraFile } from "../extra-file.ts";

/** A file to be listed. */
export interface SummedFile extends JsonObject {
  readonly name: string;
  /** Its index in the task's inputs. */
  readonly input: number;
}

/** The params of a checksum task. */
export interface ChecksumParams extends JsonObject {
  readonly algorithm: DigestAlgorithm;
  /** One bare digest in place of lines with names. */
  readonly bare: boolean;
  readonly files: readonly SummedFile[];
  readonly extraFiles: readonly PlannedExtraFile[];
  readonly dist: string;
}
