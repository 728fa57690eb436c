import type { Kind } from "../plan/kind.ts";
import { readTextIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { coveredPercent, mergeCoverage } from "./test/merge-coverage.ts";

/** The coverage of the module's tests on all platforms together, as `coverage.out` in dist. */
export const coverageKind: Kind = {
  name: "coverage",
  version: 1,
  plan(context) {
    const tests = context.tasks.filter(({ kind, outputs }) => kind === "test" && outputs.length > 0);
    if (tests.length === 0) return;
    context.add({
      id: "coverage:coverage.out",
      kind: "coverage",
      stage: "prove",
      title: "merge coverage.out",
      needs: tests.map(({ id }) => id),
      inputs: tests.flatMap(({ outputs }) => outputs.map(({ path }) => path)),
      params: {},
      outputs: [{ path: "coverage.out", mode: 0o644, unlisted: true }],
      resources: { cpu: 0, memory: 0, cost: 0 },
    });
  },
  async run(task, context) {
    const texts = await Promise.all(task.inputs.map((path) => readTextIfExists(context.input(path))));
    const merged = mergeCoverage(texts.flatMap((text) => text ?? []));
    const output = task.outputs[0]!;
    await writeFileAtomic(context.output(output.path), merged, { mode: output.mode });
    const detail = `${coveredPercent(merged)} % of statements, on ${task.inputs.length} targets together`;
    context.check({ check: "coverage", status: "passed", subject: "coverage.out", detail });
  },
};
