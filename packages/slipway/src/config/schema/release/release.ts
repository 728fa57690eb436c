import { extraFile } from "../pack/file-info.ts";
import { includedText } from "../project/includes.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts, toggle, word } from "../words.ts";

/** Checks before a release. */
export const releasePreflight = section("ReleasePreflight", "Checks before a release.", {
  fail_on_error: toggle(),
});

/** A repository on a forge. */
export const repo = section("Repo", "A repository on a forge.", {
  owner: text(),
  name: text(),
  token: text(),
});

/** The release on the forge. */
export const release = section("Release", "The release on the forge.", {
  github: repo,
  gitlab: repo,
  gitea: repo,
  draft: flag("Leave it a draft."),
  replace_existing_draft: flag("Delete an older draft of the same name first."),
  use_existing_draft: flag("Go on with an older draft of the same name."),
  target_commitish: text("Commit or branch for a tag that does not exist."),
  disable: toggle("Make no release."),
  skip_upload: toggle("Upload nothing; `auto` for pre-releases."),
  prerelease: text("`auto` looks at the version."),
  make_latest: toggle("Mark it as the latest."),
  name_template: text("Name of the release.", { default: "{{.Tag}}" }),
  ids: texts(),
  extra_files: list(shorthand(extraFile, "glob")),
  discussion_category_name: text("Category of the discussion that is opened."),
  header: shorthand(includedText, "text"),
  footer: shorthand(includedText, "text"),
  mode: word(["keep-existing", "append", "prepend", "replace"], "What to do with notes that are there.", {
    default: "keep-existing",
  }),
  replace_existing_artifacts: flag("Replace files that are there."),
  include_meta: flag("Upload metadata.json and artifacts.json too."),
  tag: text("Tag of the release, where it is not the tag of the commit."),
  preflight: releasePreflight,
  templated_extra_files: list(templatedExtraFile),
});
