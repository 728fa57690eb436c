import { formatTarget } from "../../plan/targets/target.ts";
import type { Finding } from "../../findings.ts";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { parseTarget } from "../../plan/targets/target-parse.ts";
import { readTextIfExists } from "../../platform/file/files.ts";
import { join, relative, toSlash } from "../../platform/path.ts";
import { constraintFits, fileNameFits } from "../../source/go/build-constraint.ts";
import { readGoFileHead } from "../../source/go/go-file-head.ts";
import type { GoBuildParams } from "../go/go-build-params.ts";
import type { ListedPackage } from "../go/go-list.ts";

/**
 * Says which packages would have files with C in them for this target, were cgo on: the program may lack something,
 * or may not even compile.
 */
export async function cgoNeedFindings(
  task: Task,
  packages: readonly ListedPackage[],
  context: RunContext,
): Promise<Finding[]> {
  const params = task.params as GoBuildParams;
  if (params.settings.cgo.enabled) return [];
  const target = parseTarget(params.target, { goarm: "6" }, { buildable: context.facts.buildable });
  const goMinor = Number(/^go1\.([0-9]+)/.exec(context.facts.toolchain?.version ?? "")?.[1] ?? 99);
  const world = { os: target.os, arch: target.arch, tags: new Set(["cgo"]), open: new Set<string>(), goMinor };
  const findings: Finding[] = [];
  for (const each of packages) {
    if (each.Standard) continue;
    for (const name of each.IgnoredGoFiles ?? []) {
      if (!fileNameFits(name, world)) continue;
      const file = join(each.Dir, name);
      const text = await context.once(`text of ${file}`, async () => (await readTextIfExists(file)) ?? "");
      const constraint = readGoFileHead(text)?.constraint;
      const line = text.split("\n").findIndex((each) => /^\s*(?:import\s+)?"C"\s*$/.test(each));
      if (line < 0 || (constraint !== undefined && !constraintFits(constraint, world))) continue;
      const inProject = toSlash(relative(context.root, file));
      findings.push({
        code: "cgo-needed",
        severity: "warning",
        message: `Package "${each.ImportPath}" has C in ${name}, which is left out of "${params.build}" since cgo is off`,
        where: { file: inProject.startsWith("..") ? file : inProject, line: line + 1 },
        expected: "CGO_ENABLED=1 for programs with C",
        actual: params.settings.cgo.why,
        hint: 'Set builds.env: ["CGO_ENABLED=1"], or say CGO_ENABLED=0 there if it is meant to be off',
        target: formatTarget(target),
      });
      break;
    }
  }
  return params.settings.cgo.why.startsWith("the config") ? [] : findings;
}
