import { EditError } from "../binary/edit-error.ts";
import { FormatError } from "../binary/format-error.ts";
import { programResources } from "../binary/pe/program-resources.ts";
import { addResources } from "../binary/pe/write-resources.ts";
import type { WindowsResource } from "../config/sections/finishing.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { artifactFields } from "../plan/artifact-fields.ts";
import { hasId, isProgram } from "../plan/artifact-group.ts";
import type { Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { readBytesIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import { finishProgram } from "./finish-program.ts";

interface ResourceParams extends JsonObject {
  /** Paths from the project's folder; `""` for none. */
  readonly icon: string;
  readonly manifest: string;
  readonly version: string;
  readonly strings: Readonly<Record<string, string>>;
}

/** Icon, manifest and version of `windows_resources`, added to programs after the link: the checkout stays as it is. */
export const windowsResourcesKind: Kind = {
  name: "windows-resources",
  version: 1,
  plan(context) {
    for (const [index, section] of context.config.windows_resources.entries()) {
      for (const program of context.artifacts.filter((artifact) => selects(section, artifact)))
        planOne(context, section, ["windows_resources", index], program);
    }
  },
  discover(task, context) {
    const { icon, manifest } = task.params as ResourceParams;
    const files = [icon, manifest].filter((path) => path !== "").map((path) => resolve(context.root, path));
    return Promise.resolve({ files, folders: [], values: {} });
  },
  run: runResources,
};

function selects(section: WindowsResource, artifact: PlannedArtifact): boolean {
  const { target } = artifact;
  return (
    isProgram(artifact) &&
    target?.os === "windows" &&
    hasId(artifact, section.ids) &&
    (section.goarch.length === 0 || section.goarch.includes(target.arch))
  );
}

function planOne(
  context: PlanContext,
  section: WindowsResource,
  at: readonly (string | number)[],
  program: PlannedArtifact,
): void {
  const fields = artifactFields(program, { dist: context.config.dist, project: context.head.project });
  const render = (key: "icon" | "manifest" | "version"): string => context.render(section[key], [...at, key], fields);
  const params: ResourceParams = {
    icon: render("icon"),
    manifest: render("manifest"),
    version: render("version"),
    strings: Object.fromEntries(
      Object.entries(section.strings).map(([name, text]) => [
        name,
        context.render(text, [...at, "strings", name], fields),
      ]),
    ),
  };
  finishProgram(context, program, {
    kind: "windows-resources",
    id: `windows-resources:${at[1]}:${program.path}`,
    title: `add resources to ${program.name} for ${formatTarget(program.target!)}`,
    params,
  });
}

async function runResources(task: Task, context: RunContext): Promise<RunResult> {
  const { version, strings, ...files } = task.params as ResourceParams;
  const [input] = task.inputs;
  const [output] = task.outputs;
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    if (path === "") return undefined;
    const bytes = await readBytesIfExists(resolve(context.root, path));
    if (bytes === undefined) {
      throw new SlipwayError("file-not-found", `There is no file "${path}", which windows_resources names`);
    }
    return bytes;
  };
  const [icon, manifest] = [await read(files.icon), await read(files.manifest)];
  const program = (await readBytesIfExists(context.input(input!))) ?? new Uint8Array(0);
  try {
    const resources = programResources({
      version,
      strings,
      ...(icon === undefined ? {} : { icon }),
      ...(manifest === undefined ? {} : { manifest }),
    });
    await writeFileAtomic(context.output(output!.path), addResources(program, resources), { mode: output!.mode });
  } catch (error) {
    if (!(error instanceof EditError || error instanceof FormatError || error instanceof RangeError)) throw error;
    throw new SlipwayError("edit-refused", error.message, {
      actual: output!.path,
      hint: "take out the .syso file beside the sources, or the entry of windows_resources",
      cause: error,
    });
  }
  return { extra: { [output!.path]: context.told(input!) ?? {} } };
}
