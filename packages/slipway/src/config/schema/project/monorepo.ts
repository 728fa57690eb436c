import { section, text } from "../words.ts";

/** One project of several in a repository. */
export const monorepo = section("Monorepo", "One project of several in a repository.", {
  tag_prefix: text("Beginning of the tags of this project."),
  dir: text("Folder of this project; default of `builds.dir`, and only its commits are in the change log."),
});
