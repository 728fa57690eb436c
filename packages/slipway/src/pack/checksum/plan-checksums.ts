import { SlipwayError } from "../../errors.ts";
import type { Artifact } from "../../plan/artifact.ts";
import { artifactFields, distPath } from "../../plan/artifact-fields.ts";
import { hasId, isReleased } from "../../plan/artifact-group.ts";
import type { PlanContext, PlannedArtifact } from "../../plan/kind.ts";
import { stableName } from "../../plan/stable-name.ts";
import { DIGEST_ALGORITHMS, isDigestAlgorithm, type DigestAlgorithm } from "../../platform/file/file-digest.ts";
import { hasMatchers } from "../../platform/glob/glob-pattern.ts";
import { baseSlash, joinSlash } from "../archive/slash-path.ts";
import type { PlannedExtraFile } from "../extra-file.ts";
import type { ChecksumParams } from "./checksum-params.ts";

const MB = 1 << 20;

/** Plans one checksum file for all that is released, or one beside each with `split`. */
export function planChecksums(context: PlanContext): void {
  const { checksum } = context.config;
  if (context.options.upTo === "build" || checksum.disable) return;
  const algorithm = checksum.algorithm || "sha256";
  if (!isDigestAlgorithm(algorithm)) {
    const where = context.positionOf(["checksum", "algorithm"]);
    throw new SlipwayError("checksum-invalid", `Unknown checksum algorithm "${algorithm}"`, {
      ...(where && { where }),
      expected: DIGEST_ALGORITHMS.join(", "),
      actual: algorithm,
    });
  }
  if (checksum.templated_extra_files.length > 0) {
    const where = context.positionOf(["checksum", "templated_extra_files"]);
    throw new SlipwayError("checksum-invalid", "Checksums cannot list templated extra files yet", {
      ...(where && { where }),
      hint: "make the file with a before hook and name it in checksum.extra_files",
    });
  }
  const artifacts = context.artifacts.filter(
    (artifact) => isReleased(artifact) && artifact.type !== "Checksum" && hasId(artifact, checksum.ids),
  );
  const extraFiles = checksum.extra_files.map((file, index) => ({
    glob: context.render(file.glob, ["checksum", "extra_files", index, "glob"]),
    name: context.render(file.name_template, ["checksum", "extra_files", index, "name_template"]),
  }));
  if (artifacts.length === 0 && extraFiles.length === 0) return;
  if (checksum.split) planSplit(context, artifacts, extraFiles, algorithm);
  else planSingle(context, artifacts, extraFiles, algorithm);
}

function planSingle(
  context: PlanContext,
  artifacts: readonly PlannedArtifact[],
  extraFiles: readonly PlannedExtraFile[],
  algorithm: DigestAlgorithm,
): void {
  const name = context.render(context.config.checksum.name_template, ["checksum", "name_template"]);
  addTask(context, { name, artifacts, extra: {} }, { algorithm, bare: false, extraFiles });
}

function planSplit(
  context: PlanContext,
  artifacts: readonly PlannedArtifact[],
  extraFiles: readonly PlannedExtraFile[],
  algorithm: DigestAlgorithm,
): void {
  const { dist, checksum } = context.config;
  const nameFor = (artifact: Artifact): string =>
    context.render(checksum.name_template, ["checksum", "name_template"], {
      ...artifactFields(artifact, { dist, project: context.head.project }),
      Algorithm: algorithm,
    });
  for (const artifact of artifacts) {
    const extra = { ChecksumOf: distPath(dist, artifact.path) };
    addTask(
      context,
      { name: nameFor(artifact), artifacts: [artifact], extra },
      { algorithm, bare: true, extraFiles: [] },
    );
  }
  for (const [index, file] of extraFiles.entries()) {
    if (hasMatchers(file.glob)) {
      const where = context.positionOf(["checksum", "extra_files", index]);
      throw new SlipwayError("checksum-invalid", `Cannot plan a checksum file for each match of "${file.glob}"`, {
        ...(where && { where }),
        expected:
          "with `split`, extra files that are named one by one, since every output is known before anything runs",
        actual: file.glob,
      });
    }
    const path = joinSlash(file.glob);
    const name = nameFor({ name: file.name || baseSlash(path), path, type: "File", extra: {} });
    addTask(
      context,
      { name, artifacts: [], extra: { ChecksumOf: path } },
      { algorithm, bare: true, extraFiles: [file] },
    );
  }
}

interface Listing {
  readonly name: string;
  readonly artifacts: readonly PlannedArtifact[];
  readonly extra: Artifact["extra"];
}

function addTask(
  context: PlanContext,
  { name, artifacts, extra }: Listing,
  how: Pick<ChecksumParams, "algorithm" | "bare" | "extraFiles">,
): void {
  const inputs = [...new Set(artifacts.map((artifact) => artifact.path))];
  const params: ChecksumParams = {
    ...how,
    files: artifacts.map((artifact) => ({ name: artifact.name, input: inputs.indexOf(artifact.path) })),
    dist: joinSlash(context.config.dist),
  };
  const path = joinSlash(name);
  context.add({
    id: `checksum:${stableName(path, context.head.version)}`,
    kind: "checksum",
    stage: "pack",
    title: `checksum ${name}`,
    needs: [...new Set(artifacts.map((artifact) => artifact.task))],
    inputs,
    params,
    outputs: [{ path, mode: 0o644, artifact: { name, path, type: "Checksum", extra } }],
    resources: { cpu: 1, memory: 16 * MB, cost: 1 },
  });
}
