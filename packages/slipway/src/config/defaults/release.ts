import type { Raw } from "../schema/project-file.ts";
import type { Changelog, ChangelogGroup } from "../sections/changelog.ts";
import type { Release, ReleaseText, Repository } from "../sections/release.ts";
import { extraFilesOf, templatedOf } from "./archives.ts";

type RawRelease = NonNullable<Raw["release"]>;
type RawText = NonNullable<RawRelease["header"]>;
type RawGroup = NonNullable<NonNullable<Raw["changelog"]>["groups"]>[number];

/** The `release` section. */
export function releaseOf(raw: RawRelease = {}): Release {
  return {
    github: repositoryOf(raw.github),
    gitlab: repositoryOf(raw.gitlab),
    gitea: repositoryOf(raw.gitea),
    draft: raw.draft ?? false,
    replace_existing_draft: raw.replace_existing_draft ?? false,
    use_existing_draft: raw.use_existing_draft ?? false,
    replace_existing_artifacts: raw.replace_existing_artifacts ?? false,
    target_commitish: raw.target_commitish ?? "",
    tag: raw.tag ?? "",
    discussion_category_name: raw.discussion_category_name ?? "",
    prerelease: raw.prerelease ?? "",
    make_latest: raw.make_latest ?? "",
    mode: raw.mode ?? "keep-existing",
    header: textOf(raw.header),
    footer: textOf(raw.footer),
    name_template: raw.name_template || "{{.Tag}}",
    disable: raw.disable ?? "",
    skip_upload: raw.skip_upload ?? "",
    ids: raw.ids ?? [],
    extra_files: extraFilesOf(raw.extra_files),
    templated_extra_files: templatedOf(raw.templated_extra_files),
    include_meta: raw.include_meta ?? false,
  };
}

/** One entry of a change log that git tells of. */
export const GIT_ENTRY = "{{ .SHA }} {{ .Message }}";

/** One entry of a change log that a forge tells of, which knows who wrote it. */
export const FORGE_ENTRY =
  "{{ .SHA }}: {{ .Message }} ({{ with .AuthorUsername }}@{{ . }}{{ else }}{{ .AuthorName }} <{{ .AuthorEmail }}>{{ end }})";

/** The `changelog` section. With a `monorepo.dir`, only its commits count unless paths are named. */
export function changelogOf(raw: NonNullable<Raw["changelog"]> = {}, monorepoDir = ""): Changelog {
  const use = raw.use ?? "git";
  return {
    use,
    format: raw.format || (use === "git" ? GIT_ENTRY : FORGE_ENTRY),
    sort: raw.sort ?? "",
    disable: raw.disable ?? "",
    abbrev: raw.abbrev ?? 0,
    filters: { include: raw.filters?.include ?? [], exclude: raw.filters?.exclude ?? [] },
    groups: (raw.groups ?? []).map(groupOf),
    paths: raw.paths?.length ? raw.paths : monorepoDir === "" ? [] : [monorepoDir],
    title: raw.title || "Changelog",
    divider: raw.divider ?? "",
  };
}

function groupOf(raw: RawGroup): ChangelogGroup {
  const groups = raw.groups ?? [];
  return {
    title: raw.title ?? "",
    regexp: raw.regexp ?? "",
    order: raw.order ?? 0,
    groups: groups.map((group) => groupOf(group)),
  };
}

function repositoryOf(raw: RawRelease["github"]): Repository {
  return { owner: raw?.owner ?? "", name: raw?.name ?? "" };
}

/** A text, or where to read it. */
export function textOf(raw: RawText | undefined): ReleaseText {
  return { text: raw?.text ?? "", from_file: raw?.from_file?.path ?? "", from_url: raw?.from_url?.url ?? "" };
}
