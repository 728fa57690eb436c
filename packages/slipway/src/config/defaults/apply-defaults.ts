import type { JsonObject } from "../../json.ts";
import type { Config } from "../config.ts";
import { ACTING } from "../load/inert.ts";
import type { Raw } from "../schema/project-file.ts";
import { archivesOf, checksumOf, sourceOf } from "./archives.ts";
import { buildsOf } from "./builds.ts";
import { wasmOf } from "./wasm.ts";
import { goModOf, universalBinariesOf, upxOf } from "./finish.ts";
import { hooksOf } from "./hooks.ts";
import type { DefaultsFacts } from "./defaults-facts.ts";
import { cacheOf } from "./cache.ts";
import { ciOf } from "./ci.ts";
import { metadataOf, nightlyOf } from "./project.ts";
import { proveOf } from "./prove.ts";
import { dylibsOf, windowsResourcesOf } from "./finishing.ts";
import { policyOf } from "./policy.ts";
import { changelogOf, releaseOf } from "./release.ts";

/**
 * Fills in what a file does not say, as GoReleaser 2.16 does (its `Default` functions), except for what would not be
 * reproducible: see `DEFAULT_LDFLAGS` and `DEFAULT_FLAGS`. Pure.
 */
export function applyDefaults(raw: Raw, facts: DefaultsFacts): Config {
  const release = releaseOf(raw.release);
  const projectName =
    facts.projectName({
      ...(raw.project_name ? { project_name: raw.project_name } : {}),
      repositories: [release.github.name, release.gitlab.name, release.gitea.name],
    }) ?? "";
  return {
    version: 2,
    pro: raw.pro ?? false,
    project_name: projectName,
    dist: raw.dist || "dist",
    env: raw.env ?? [],
    env_files: {
      github_token: raw.env_files?.github_token || "~/.config/goreleaser/github_token",
      gitlab_token: raw.env_files?.gitlab_token || "~/.config/goreleaser/gitlab_token",
      gitea_token: raw.env_files?.gitea_token || "~/.config/goreleaser/gitea_token",
    },
    variables: (raw.variables ?? {}) as JsonObject,
    git: {
      tag_sort: raw.git?.tag_sort ?? "-version:refname",
      prerelease_suffix: raw.git?.prerelease_suffix ?? "",
      ignore_tags: raw.git?.ignore_tags ?? [],
      ignore_tag_prefixes: raw.git?.ignore_tag_prefixes ?? [],
    },
    monorepo: { tag_prefix: raw.monorepo?.tag_prefix ?? "", dir: raw.monorepo?.dir ?? "" },
    before: { hooks: hooksOf(raw.before?.hooks) },
    after: { hooks: hooksOf(raw.after?.hooks) },
    template_files: (raw.template_files ?? []).map((file) => ({
      id: file.id || "default",
      src: file.src ?? "",
      dst: file.dst ?? "",
      mode: file.mode ?? 0o644,
    })),
    builds: buildsOf(raw, projectName, facts),
    gomod: goModOf(raw.gomod),
    universal_binaries: universalBinariesOf(raw.universal_binaries, projectName),
    upx: upxOf(raw.upx),
    wasm: wasmOf(raw.wasm),
    archives: archivesOf(raw),
    source: sourceOf(raw.source),
    checksum: checksumOf(raw.checksum),
    changelog: changelogOf(raw.changelog, raw.monorepo?.dir),
    release,
    snapshot: { version_template: raw.snapshot?.version_template || "{{ .Version }}-SNAPSHOT-{{ .ShortCommit }}" },
    nightly: nightlyOf(raw.nightly, release.draft),
    metadata: metadataOf(raw.metadata),
    report_sizes: raw.report_sizes ?? false,
    partial: { by: raw.partial?.by ?? "goos" },
    prove: proveOf(raw.prove),
    policy: policyOf(raw.policy),
    dylibs: dylibsOf(raw.dylibs),
    windows_resources: windowsResourcesOf(raw.windows_resources),
    ci: ciOf(raw.ci),
    cache: cacheOf(raw.cache),
    shards: { by: raw.shards?.by || "cost", native: raw.shards?.native ?? [], count: raw.shards?.count ?? 0 },
    force_token: raw.force_token ?? "",
    inert: Object.fromEntries(Object.entries(raw).filter(([key]) => !ACTING.has(key))) as JsonObject,
  };
}
