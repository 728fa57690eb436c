import type { Artifact } from "./artifact.ts";
import { targetFields } from "./targets/target-fields.ts";

/** What the template fields of an artifact need beyond the artifact. */
export interface ArtifactFieldsOptions {
  /** The `dist` of the config, which paths begin with. */
  readonly dist: string;
  /** `.Binary` of what holds no single program. */
  readonly project: string;
}

/** The template fields that an artifact adds to the global ones (GoReleaser `internal/tmpl`, WithArtifact). */
export function artifactFields(artifact: Artifact, options: ArtifactFieldsOptions): Readonly<Record<string, string>> {
  const { target, extra } = artifact;
  const platform = target ?? { os: "", arch: "" };
  const fields = targetFields(platform);
  return {
    ...fields,
    Target: target === undefined || target.arch === "all" ? "" : fields["Target"]!,
    Binary: typeof extra["Binary"] === "string" ? extra["Binary"] : options.project,
    ArtifactName: artifact.name,
    ArtifactExt: typeof extra["Ext"] === "string" ? extra["Ext"] : "",
    ArtifactPath: distPath(options.dist, artifact.path),
  };
}

/** The path of a file in dist as records and templates show it. */
export function distPath(dist: string, path: string): string {
  return `${dist.replace(/^\.\/+/u, "").replace(/\/+$/u, "")}/${path}`;
}
