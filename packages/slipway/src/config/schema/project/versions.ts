import { flag, section, text } from "../words.ts";

/** How a snapshot is versioned. */
export const snapshot = section("Snapshot", "How a snapshot is versioned.", {
  name_template: text(undefined, { deprecated: "version_template" }),
  version_template: text("Version of a snapshot.", { default: "{{ .Version }}-SNAPSHOT-{{ .ShortCommit }}" }),
});

/** How a nightly is versioned and released. */
export const nightly = section("Nightly", "How a nightly is versioned and released.", {
  version_template: text("Version of a nightly.", { default: "{{ incpatch .Version }}-{{ .ShortCommit }}-nightly" }),
  tag_name: text("Tag of the nightly release.", { default: "nightly" }),
  publish_release: flag("Publish the nightly as a release."),
  keep_single_release: flag("Keep only the newest nightly release."),
  draft: flag("Publish the nightly as a draft."),
  name_template: text(undefined, { deprecated: "version_template" }),
});
