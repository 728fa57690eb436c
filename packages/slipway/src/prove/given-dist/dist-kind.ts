import type { Kind } from "../../plan/kind.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { DistRecord } from "./read-dist.ts";

/** The files of a dist folder as if they had been made in the run. They are taken over, so `run` is never called. */
export function distKind(record: DistRecord, asked: (target: { os: string; arch: string }) => boolean): Kind {
  return {
    name: "dist-file",
    version: 1,
    plan(context) {
      const paths = new Map<string, string>();
      for (const { artifact, mode } of record.files) {
        const { name, path, target } = artifact;
        if (target !== undefined && !asked(target)) continue;
        if (mode === undefined) {
          context.finding({
            code: "dist-file-missing",
            severity: "error",
            message: `"${name}" is in the record of the dist folder and not in the folder`,
            artifact: name,
            expected: path,
            hint: "copy the whole folder, or make it again",
          });
          continue;
        }
        const about = target === undefined ? {} : { target: formatTarget(target) };
        const maker = paths.get(path);
        const id = `dist-file:${path}${maker === undefined ? "" : `:${name}`}`;
        const common = { id, kind: "dist-file", stage: "source", title: `take ${name}`, ...about } as const;
        const resources = { cpu: 0, memory: 0, cost: 0 };
        // A program that is released as it is has two entries for one file.
        if (maker !== undefined)
          context.add({
            ...common,
            needs: [maker],
            inputs: [path],
            params: {},
            outputs: [],
            announces: [artifact],
            resources,
          });
        else
          context.add({ ...common, needs: [], inputs: [], params: {}, outputs: [{ path, artifact, mode }], resources });
        paths.set(path, id);
      }
    },
    run: () => Promise.resolve(),
  };
}
