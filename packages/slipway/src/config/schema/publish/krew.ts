import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { section, text, textOrNumber, texts, toggle } from "../words.ts";

/** A kubectl plugin of Krew. */
export const krew = section("Krew", "A kubectl plugin of Krew.", {
  ids: texts(),
  name: text(),
  repository: repoRef,
  commit_author: commitAuthor,
  commit_msg_template: text(),
  caveats: text(),
  short_description: text(),
  description: text(),
  homepage: text(),
  url_template: text(),
  goarm: textOrNumber(),
  goamd64: text(),
  skip_upload: toggle(),
});
