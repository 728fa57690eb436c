import { section, text, texts, word } from "../words.ts";

/** How the tag is chosen. */
export const git = section("Git", "How the tag is chosen.", {
  tag_sort: word(
    ["-version:refname", "-version:creatordate", "semver", "smartsemver"],
    "What sorts tags when several point at one commit.",
    { default: "-version:refname" },
  ),
  prerelease_suffix: text("Beginning of what marks a pre-release while sorting."),
  ignore_tags: texts("Tags that do not count; templates and globs."),
  ignore_tag_prefixes: texts("Tags with these beginnings do not count; templates."),
});
