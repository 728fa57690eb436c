import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { list, section, text, texts, toggle, word } from "../words.ts";

/** A Scoop manifest. */
export const scoop = section("Scoop", "A Scoop manifest.", {
  name: text(),
  ids: texts(),
  repository: repoRef,
  directory: text(),
  commit_author: commitAuthor,
  commit_msg_template: text(),
  homepage: text(),
  description: text(),
  license: text(),
  url_template: text(),
  persist: texts(),
  skip_upload: toggle(),
  pre_install: texts(),
  post_install: texts(),
  depends: texts(),
  shortcuts: list(texts()),
  goamd64: text(),
  use: word(["archive", "msi", "nsis"], undefined, { default: "archive" }),
});
