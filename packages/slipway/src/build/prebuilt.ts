import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Kind, PlanContext } from "../plan/kind.ts";
import { targetFields } from "../plan/targets/target-fields.ts";
import { formatTarget, formatTargetName } from "../plan/targets/target.ts";
import { copyFile, exists } from "../platform/file/files.ts";
import { join, resolve } from "../platform/path.ts";
import { planBuildHooks } from "./hook/build-hooks.ts";
import { buildEnv, envValue, globalEnv } from "./go/plan/build-env.ts";
import { detailsFor } from "./go/plan/build-details.ts";
import { targetsOf } from "./go/plan/build-targets.ts";
import { artifactTypeOf, extensionOf } from "./go/plan/output-names.ts";
import { isLeftOut, isTrue } from "./go/plan/plan-go-builds.ts";

interface PrebuiltParams extends JsonObject {
  /** Relative to the project's folder, or absolute. */
  readonly path: string;
  readonly build: string;
}

/** Programs that something else built: taken as they are from the path that `prebuilt.path` gives for each target. */
export const prebuiltKind: Kind = {
  name: "prebuilt",
  version: 1,
  plan(context) {
    for (const [index, build] of context.config.builds.entries()) {
      if (build.builder === "prebuilt" && !isLeftOut(build, index, context)) planPrebuilt(index, context);
    }
  },
  discover(task, context) {
    const file = resolve(context.root, (task.params as PrebuiltParams).path);
    return Promise.resolve({ files: [file], folders: [], values: {} });
  },
  async run(task, context) {
    const { path, build } = task.params as PrebuiltParams;
    const file = resolve(context.root, path);
    if (!(await exists(file))) {
      throw new SlipwayError("prebuilt-missing", `Build "${build}" has no program for ${task.target ?? ""}`, {
        expected: `a file at ${path}`,
        actual: "no such file",
        hint: "Build it before, for example in a before hook, or correct builds.prebuilt.path",
      });
    }
    await copyFile(file, context.output(task.outputs[0]!.path), { mode: 0o755 });
  },
};

function planPrebuilt(index: number, context: PlanContext): void {
  const build = context.config.builds[index]!;
  const at = ["builds", index];
  const where = context.positionOf(at);
  if (build.prebuilt.path === "" || (build.targets.length === 0 && build.goos.length === 0)) {
    const key = build.prebuilt.path === "" ? "prebuilt.path" : "targets (or goos and goarch)";
    throw new SlipwayError("build-config-invalid", `Build "${build.id}" with builder prebuilt does not set ${key}`, {
      ...(where && { where }),
      expected: "targets, and prebuilt.path as a template: output/app_{{ .Os }}_{{ .Arch }}",
    });
  }
  const global = globalEnv(context);
  for (const target of targetsOf(build, index, undefined, context)) {
    const name = formatTargetName(target);
    const { details, env: lines } = detailsFor(build, index, target, context);
    const ext = extensionOf(target, details.buildmode);
    const platform = { ...targetFields(target), Ext: ext };
    const env = buildEnv(lines, global, platform, context);
    const file = `${context.render(build.binary, [...at, "binary"], { ...platform, Name: "", Path: "" })}${ext}`;
    const flat = isTrue(context.render(build.no_unique_dist_dir, [...at, "no_unique_dist_dir"], platform));
    const path = flat ? file : `${build.id}_${name}/${file}`;
    const binary = (file.split("/").at(-1) ?? file).slice(0, ext === "" ? undefined : -ext.length);
    const absolute = join(context.facts.root, context.config.dist, path);
    const fields = {
      ...platform,
      Name: file,
      Path: absolute,
      Binary: binary,
      ArtifactName: file,
      ArtifactExt: ext,
      ArtifactPath: absolute,
    };
    const params: PrebuiltParams = {
      build: build.id,
      path: context.render(build.prebuilt.path, [...at, "prebuilt", "path"], { ...fields, Env: envValue(env.all) }),
    };
    const extra: JsonObject = { Binary: binary, Ext: ext, ID: build.id, Builder: "prebuilt" };
    const task = {
      id: `prebuilt:${build.id}:${name}`,
      kind: "prebuilt",
      stage: "build" as const,
      title: `take ${binary} for ${formatTarget(target)}`,
      target: formatTarget(target),
      needs: [],
      inputs: [],
      params,
      outputs: [
        {
          path,
          mode: 0o755,
          artifact: { name: file, path, type: artifactTypeOf(target, details.buildmode), target, extra },
        },
      ],
      resources: { cpu: 0, memory: 0, cost: 1 },
    };
    planBuildHooks({ build, index, fields, env, task }, context);
  }
}
