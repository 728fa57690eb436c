import type { Finding } from "../../../findings.ts";
import { takesClock } from "../../../plan/clock-template.ts";
import type { PlanContext } from "../../../plan/kind.ts";

/** Says where a build takes a clock into a program: such a program is another one at every run, and is made at every run. */
export function clockFindings(context: PlanContext): Finding[] {
  return context.config.builds.flatMap((build, index) =>
    (["ldflags", "flags", "env"] as const).flatMap((key) =>
      build[key].flatMap((text, at): Finding[] => {
        if (!takesClock(text)) return [];
        const where = context.positionOf(["builds", index, key, at]);
        return [
          {
            code: "clock-in-build",
            severity: "notice",
            message: `builds[${index}].${key} takes the time of the run into the program: it has other bytes at every run and is built every time`,
            ...(where && { where }),
            hint: "{{ .CommitDate }} and {{ .CommitTimestamp }} are the same for the same commit",
          },
        ];
      }),
    ),
  );
}
