import type { JsonObject } from "../../json.ts";
import type { Artifact, ArtifactType } from "../../plan/artifact.ts";
import { distPath } from "../../plan/artifact-fields.ts";
import { targetRecord } from "../../plan/targets/target-fields.ts";
import { sortKeys } from "./go-json.ts";

/** The numbers of `internal_type` (GoReleaser 2.16.0 `internal/artifact/artifact.go`). */
const INTERNAL_TYPE: Readonly<Record<ArtifactType, number>> = {
  Archive: 1,
  Binary: 4,
  "C Archive Library": 31,
  "C Header": 30,
  "C Shared Library": 32,
  Checksum: 12,
  File: 3,
  Metadata: 35,
  Source: 15,
};

/** One element of `artifacts.json`: keys in GoReleaser's order, empty ones left out. `extra` adds what runs told. */
export function artifactRecord(artifact: Artifact, dist: string, extra: JsonObject): JsonObject {
  const all = sortKeys({ ...artifact.extra, ...extra });
  return {
    name: artifact.name,
    path: distPath(dist, artifact.path),
    ...(artifact.target && platformKeys(artifact)),
    internal_type: internalType(artifact),
    type: artifact.type,
    // GoReleaser's checksum files always say it, even when there is nothing to say.
    ...((artifact.type === "Checksum" || Object.keys(all).length > 0) && { extra: all }),
  };
}

function platformKeys(artifact: Artifact): JsonObject {
  const { os, arch } = artifact.target!;
  // A universal program has no target of its own.
  return arch === "all" ? { goos: os, goarch: arch } : targetRecord(artifact.target!);
}

function internalType(artifact: Artifact): number {
  if (artifact.type !== "Binary") return INTERNAL_TYPE[artifact.type];
  if (artifact.extra["Format"] === "binary") return 2;
  return artifact.target?.arch === "all" ? 5 : 4;
}
