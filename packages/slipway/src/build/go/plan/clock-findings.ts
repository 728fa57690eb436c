import type { Finding } from "../../../findings.ts";
import { takesClock } from "../../../plan/clock-template.ts";
import type { PlanContext } from "../../../plan/kind.ts";

/** Says where a build takes a clock into a program: such a program is another one at every run, and is made at every run. */
export function clockFindings(context: PlanContext): Finding[] {
  return context.config.builds.flatMap((build, index) => [
    ...findingsIn(build, { path: ["builds", index], name: `builds[${index}]` }, context),
    ...build.overrides.flatMap((override, at) =>
      findingsIn(
        override,
        { path: ["builds", index, "overrides", at], name: `builds[${index}].overrides[${at}]` },
        context,
      ),
    ),
  ]);
}

const KEYS = ["ldflags", "flags", "env"] as const;

function findingsIn(
  section: Readonly<Record<(typeof KEYS)[number], readonly string[]>>,
  { path, name }: { readonly path: readonly (string | number)[]; readonly name: string },
  context: PlanContext,
): Finding[] {
  return KEYS.flatMap((key) =>
    section[key].flatMap((text, at): Finding[] => {
      if (!takesClock(text)) return [];
      const where = context.positionOf([...path, key, at]);
      return [
        {
          code: "clock-in-build",
          severity: "notice",
          message: `${name}.${key} takes the time of the run into the program: it has other bytes at every run and is built every time`,
          ...(where && { where }),
          hint: "{{ .CommitDate }} and {{ .CommitTimestamp }} are the same for the same commit",
        },
      ];
    }),
  );
}
