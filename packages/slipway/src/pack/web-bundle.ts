import type { Entry } from "../archive/entry.ts";
import type { WasmSection } from "../config/sections/wasm.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { distPath } from "../plan/artifact-fields.ts";
import { hasId, isProgram } from "../plan/artifact-group.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext } from "../plan/kind.ts";
import { stableName } from "../plan/stable-name.ts";
import { targetFields } from "../plan/targets/target-fields.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { readBytesIfExists } from "../platform/file/files.ts";
import { writeFilePieces } from "../platform/file/file-stream.ts";
import { sha256 } from "../platform/hash.ts";
import { hostDeflater } from "../platform/node-deflater.ts";
import { resolve } from "../platform/path.ts";
import { runtimeCode } from "../platform/wasm/runtime-code.ts";
import { writeArchive } from "./archive/archive-format.ts";
import { joinSlash } from "./archive/slash-path.ts";
import { hostCompressors } from "./web-bundle/host-compressors.ts";
import { makeBundle } from "./web-bundle/make-bundle.ts";
import { isPackageName } from "./web-bundle/package-name.ts";
import { inputFiles, readInputs, type BundleInputs } from "./web-bundle/read-parts.ts";

const MB = 1 << 20;

interface WebBundleParams extends JsonObject {
  readonly format: "zip" | "tar.gz";
  readonly name: string;
  readonly os: "js" | "wasip1";
  readonly page: string;
  readonly assets: string;
  readonly source: string;
  readonly compress: boolean;
  readonly npm: { readonly name: string; readonly version: string } | null;
  readonly mtime: number;
}

/** Bundles of `wasm`: a program with what runs it in a page, as a folder for a web server or as a package for npm, in one archive. */
export const webBundleKind: Kind = {
  name: "web-bundle",
  version: 3,
  plan(context) {
    if (context.options.upTo === "build") return;
    for (const [index, section] of context.config.wasm.entries()) {
      if (section.bundle === "none") continue;
      const programs = context.artifacts.filter(
        (artifact) => isProgram(artifact) && artifact.target?.arch === "wasm" && hasId(artifact, section.ids),
      );
      for (const program of programs) planOne(context, section, index, program);
    }
  },
  async discover(task, context): Promise<Discovery> {
    const { os } = task.params as WebBundleParams;
    return { ...inputFiles(inputsOf(task, context)), values: { runtime: sha256(runtimeCode(os)) } };
  },
  run: runBundle,
};

function planOne(context: PlanContext, section: WasmSection, index: number, program: PlannedArtifact): void {
  const at = (key: string): (string | number)[] => ["wasm", index, key];
  const target = program.target!;
  const binary = distPath(context.config.dist, program.path).split("/").at(-1) ?? "program";
  const word = binary.replace(/\.wasm$/, "");
  const fields = { ...targetFields(target), Binary: word };
  const base = context.render(section.name_template, at("name_template"), fields);
  const npm = section.bundle === "npm";
  const format = section.bundle === "zip" ? "zip" : "tar.gz";
  const name = `${base}${npm ? ".tgz" : `.${format}`}`;
  const path = joinSlash(name);
  const params: WebBundleParams = {
    format,
    name: word,
    os: target.os === "js" ? "js" : "wasip1",
    page: context.render(section.page, at("page"), fields),
    assets: context.render(section.assets, at("assets"), fields),
    source: context.render(section.source, at("source"), fields),
    compress: section.compress,
    npm: npm ? { name: packageName(context, section, at("package"), fields), version: context.head.version } : null,
    mtime: context.head.epoch,
  };
  const artifact = {
    name,
    path,
    type: "File",
    target,
    extra: { ID: program.extra["ID"] ?? "", Format: npm ? "tgz" : format, Binaries: [binary] },
  } as const;
  context.add({
    id: `web-bundle:${index}:${stableName(path, context.head.version)}`,
    kind: "web-bundle",
    stage: "pack",
    title: `bundle ${name}`,
    target: formatTarget(target),
    needs: [program.task],
    inputs: [program.path],
    params,
    outputs: [{ path, mode: 0o644, artifact }],
    resources: { cpu: 1, memory: 256 * MB, cost: 20 },
  });
}

/** The package's name, which the registry has rules for. @throws SlipwayError `config-invalid` */
function packageName(
  context: PlanContext,
  section: WasmSection,
  at: readonly (string | number)[],
  fields: Readonly<Record<string, unknown>>,
): string {
  const name = context.render(section.package, at, fields);
  if (isPackageName(name)) return name;
  const where = context.positionOf(at) ?? context.positionOf([...at.slice(0, -1), "bundle"]);
  throw new SlipwayError("config-invalid", `No package for npm can be called "${name}"`, {
    ...(where && { where }),
    expected: "small letters, digits, dots, hyphens and underscores, with a scope or without",
    actual: name,
    hint: "say in wasm.package what it is called: package: '@me/app'",
  });
}

function inputsOf(task: Task, context: RunContext): BundleInputs {
  const { page, assets, source } = task.params as WebBundleParams;
  const full = (path: string): string => (path === "" ? "" : resolve(context.root, path));
  return { page: full(page), assets: full(assets), source: full(source) };
}

async function runBundle(task: Task, context: RunContext): Promise<void> {
  const { format, name, os, compress, npm, mtime } = task.params as WebBundleParams;
  const program = (await readBytesIfExists(context.input(task.inputs[0]!))) ?? new Uint8Array();
  const inputs = await readInputs(inputsOf(task, context));
  const parallel = Math.max(1, context.cpu);
  const files = await makeBundle(
    { name, program, kind: os, runtime: runtimeCode(os), ...inputs, ...(npm === null ? {} : { npm }) },
    compress ? hostCompressors(parallel) : undefined,
  );
  const entries = [...files].map(
    // npm's archives hold everything in one folder of this name.
    ([file, bytes]): Entry => ({
      name: npm === null ? file : `package/${file}`,
      type: "file",
      mode: 0o644,
      mtime,
      size: bytes.length,
      content: () => [bytes],
    }),
  );
  const output = task.outputs[0]!;
  await writeFilePieces(
    context.output(output.path),
    writeArchive(format, entries, { deflater: await hostDeflater(), parallel }),
    { mode: output.mode, signal: context.signal },
  );
}
