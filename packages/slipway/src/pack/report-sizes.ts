import { isReleased } from "../plan/artifact-group.ts";
import { distPath } from "../plan/artifact-fields.ts";
import type { Kind } from "../plan/kind.ts";
import { fileHead } from "../platform/file/file-head.ts";

/** Prints the size of everything that was built and released, when `report_sizes` asks for it. */
export const reportSizesKind: Kind = {
  name: "report-sizes",
  version: 1,
  // What it makes is a line to read, every time.
  cacheable: false,
  plan(context) {
    if (!context.config.report_sizes) return;
    const measured = context.artifacts.filter(
      (artifact) => artifact.type !== "Metadata" && (isReleased(artifact) || artifact.target),
    );
    if (measured.length === 0) return;
    context.add({
      id: "report-sizes:all",
      kind: "report-sizes",
      stage: "pack",
      title: "report sizes",
      needs: [...new Set(measured.map((artifact) => artifact.task))],
      inputs: [...new Set(measured.map((artifact) => artifact.path))],
      params: { dist: context.config.dist },
      outputs: [],
      resources: { cpu: 0, memory: 0, cost: 0 },
    });
  },
  async run(task, context) {
    for (const path of task.inputs) {
      const head = await fileHead(context.input(path));
      const text = `${distPath(task.params["dist"] as string, path)}: ${formatSize(head?.size ?? 0)}`;
      context.emit({ type: "message", level: "info", text });
    }
  },
};

/** Four significant digits with binary units: `505.6KiB`, `1.188MiB`, `160B`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toPrecision(4))}${units[unit]}`;
}
