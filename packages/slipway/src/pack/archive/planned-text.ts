import type { TemplatedFile } from "../../config/sections/archive.ts";
import type { JsonObject } from "../../json.ts";
import type { PlanContext } from "../../plan/kind.ts";
import { planInfo, type PlannedInfo, type RenderAt } from "./planned-file.ts";
import { joinSlash } from "./slash-path.ts";

/** A file of `templated_files`, filled in. */
export interface PlannedText extends JsonObject {
  readonly dst: string;
  readonly text: string;
  readonly info: PlannedInfo;
}

/**
 * Fills in the files of `templated_files`. Their templates are read when the plan is made, as everything is that other
 * templates read, so they have to be in the project by then.
 */
export function planTexts(
  files: readonly TemplatedFile[],
  context: PlanContext,
  { at, fields }: RenderAt,
): PlannedText[] {
  return files.map((file, index) => {
    const src = context.render(file.src, [...at, index, "src"], fields);
    const template = context.render(`{{ mustReadFile ${JSON.stringify(src)} }}`, [...at, index, "src"], fields);
    return {
      dst: joinSlash(context.render(file.dst, [...at, index, "dst"], fields)),
      // Templates read files without the white space around them; a text file ends with a line end.
      text: `${context.render(template, [...at, index, "src"], fields)}\n`,
      info: planInfo(file.info, context, { at: [...at, index, "info"], fields }),
    };
  });
}
