import type { Finding } from "../../../findings.ts";
import type { PlanContext } from "../../../plan/kind.ts";

/** Fields and functions of templates whose value is another one at every run. */
const CLOCK = /\{\{[^}]*(?:(?<![\w.])\.(?:Date|Now|Timestamp)\b|(?<![\w.])time\s)/;

/** Says where a build takes a clock into a program: such a program is another one at every run, and is made at every run. */
export function clockFindings(context: PlanContext): Finding[] {
  return context.config.builds.flatMap((build, index) =>
    (["ldflags", "flags", "env"] as const).flatMap((key) =>
      build[key].flatMap((text, at): Finding[] => {
        if (!CLOCK.test(text)) return [];
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
