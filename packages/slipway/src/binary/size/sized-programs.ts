import type { Inspection } from "../inspect/inspection.ts";
import type { ProgramSizes } from "./program-sizes.ts";

/** One program of a file; `name` is empty for a file that is one program, else that of the slice or member. */
export interface SizedProgram {
  readonly name: string;
  readonly sizes: ProgramSizes;
}

/** The measured programs of a file, however deep they lie in it. */
export function sizedPrograms(inspection: Inspection, name = ""): readonly SizedProgram[] {
  const own = inspection.sizes === undefined ? [] : [{ name, sizes: inspection.sizes }];
  return [
    ...own,
    ...inspection.parts.flatMap((part) =>
      part.inspection === null ? [] : sizedPrograms(part.inspection, name === "" ? part.name : `${name}/${part.name}`),
    ),
  ];
}
