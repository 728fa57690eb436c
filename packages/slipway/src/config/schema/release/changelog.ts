import { includedText } from "../project/includes.ts";
import { list, section, shorthand, text, texts, toggle, whole, word } from "../words.ts";

/** A model that rewrites the change log. */
export const changelogAI = section("ChangelogAI", "A model that rewrites the change log.", {
  use: word(["anthropic", "openai", "ollama"]),
  prompt: shorthand(includedText, "text"),
  model: text(),
});

/** A part of a part of the change log. */
export const changelogSubgroup = section("ChangelogSubgroup", "A part of a part of the change log.", {
  title: text("Heading."),
  regexp: text("Entries that belong here; without it, all that are left."),
  order: whole("Place among the parts."),
});

/** A part of the change log. */
export const changelogGroup = section("ChangelogGroup", "A part of the change log.", {
  title: text("Heading."),
  regexp: text("Entries that belong here; without it, all that are left."),
  order: whole("Place among the parts."),
  groups: list(changelogSubgroup),
});

/** Which commits count. With `include`, `exclude` has no say. */
export const filters = section("Filters", "Which commits count. With `include`, `exclude` has no say.", {
  include: texts("Only commits that match one of these expressions."),
  exclude: texts("No commits that match one of these expressions."),
});

/** The change log. */
export const changelog = section("Changelog", "The change log.", {
  filters: filters,
  sort: word(["asc", "desc"], "Order of entries."),
  disable: toggle("Make none; template."),
  use: word(["git", "github", "github-native", "gitlab", "gitea"], "Where entries come from.", { default: "git" }),
  format: text("One entry; template with SHA, Message, AuthorName, AuthorEmail, AuthorUsername.", {
    default: "{{ .SHA }} {{ .Message }}",
  }),
  groups: list(changelogGroup, "Parts."),
  abbrev: whole("Length of hashes; 0 for whole ones, -1 for none."),
  divider: text("Line between parts."),
  paths: texts("Only commits that touch these paths."),
  ai: changelogAI,
  title: text("Heading.", { default: "Changelog" }),
});
