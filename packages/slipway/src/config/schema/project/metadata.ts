import { includedText } from "./includes.ts";
import { commitAuthor } from "../release/commit-author.ts";
import { section, shorthand, text, texts } from "../words.ts";

/** What the project says of itself; the default for sections that ask the same. */
export const projectMetadata = section(
  "ProjectMetadata",
  "What the project says of itself; the default for sections that ask the same.",
  {
    mod_timestamp: text("Time of metadata.json and artifacts.json; template."),
    description: text("One line on the program."),
    homepage: text(),
    license: text("SPDX name of the licence."),
    maintainers: texts("People and their addresses."),
    commit_author: commitAuthor,
    full_description: shorthand(includedText, "text"),
  },
);
