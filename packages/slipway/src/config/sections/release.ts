import type { ExtraFile, TemplatedFile } from "./archive.ts";

/** A repository on a forge. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** Text that is a template, or a template read from a file or an address. */
export interface ReleaseText {
  readonly text: string;
  readonly from_file: string;
  readonly from_url: string;
}

/** The `release` section. */
export interface Release {
  readonly github: Repository;
  readonly gitlab: Repository;
  readonly gitea: Repository;
  readonly draft: boolean;
  readonly replace_existing_draft: boolean;
  readonly use_existing_draft: boolean;
  readonly replace_existing_artifacts: boolean;
  readonly target_commitish: string;
  readonly tag: string;
  readonly discussion_category_name: string;
  readonly prerelease: string;
  readonly make_latest: string;
  readonly mode: "keep-existing" | "append" | "prepend" | "replace";
  readonly header: ReleaseText;
  readonly footer: ReleaseText;
  readonly name_template: string;
  readonly disable: string;
  readonly skip_upload: string;
  readonly ids: readonly string[];
  readonly extra_files: readonly ExtraFile[];
  readonly templated_extra_files: readonly TemplatedFile[];
  readonly include_meta: boolean;
}
