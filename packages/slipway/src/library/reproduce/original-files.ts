import type { ExecuteResult } from "../../graph/execute-plan.ts";
import { isProgram, isReleased } from "../../plan/artifact-group.ts";
import type { Plan } from "../../plan/plan.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { OriginalFile } from "../../prove/reproduce/reproduction.ts";

/** The files of a run that a rebuild is compared with: what people get, and the programs in it. */
export function originalFiles(plan: Plan, result: ExecuteResult): readonly OriginalFile[] {
  return plan.tasks
    .flatMap(({ outputs }) => outputs)
    .flatMap(({ path, artifact }): OriginalFile[] => {
      const made = result.files.get(path);
      if (artifact === undefined || made === undefined || !(isReleased(artifact) || isProgram(artifact))) return [];
      return [
        {
          path,
          name: artifact.name,
          digest: made.digest,
          place: result.placeOf(path),
          isList: artifact.type === "Checksum",
          ...(artifact.target === undefined ? {} : { target: formatTarget(artifact.target) }),
        },
      ];
    });
}
