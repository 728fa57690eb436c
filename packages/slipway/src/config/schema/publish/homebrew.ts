import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { list, section, shorthand, text, textOrNumber, texts, toggle, word } from "../words.ts";

/** What a Homebrew formula needs. */
export const homebrewDependency = section("HomebrewDependency", "What a Homebrew formula needs.", {
  name: text(),
  type: text(),
  version: text(),
  os: word(["mac", "linux"]),
});

/** A Homebrew formula. */
export const homebrew = section("Homebrew", "A Homebrew formula.", {
  name: text(),
  repository: repoRef,
  commit_author: commitAuthor,
  commit_msg_template: text(),
  directory: text(),
  caveats: text(),
  install: text(),
  extra_install: text(),
  post_install: text(),
  dependencies: list(shorthand(homebrewDependency, "name")),
  test: text(),
  conflicts: texts(),
  description: text(),
  homepage: text(),
  license: text(),
  skip_upload: toggle(),
  download_strategy: text(),
  url_template: text(),
  url_headers: texts(),
  custom_require: text(),
  custom_block: text(),
  ids: texts(),
  goarm: textOrNumber(),
  goamd64: text(),
  service: text(),
  alternative_names: texts(),
  app: text(),
});
