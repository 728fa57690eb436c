import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { list, section, shorthand, text, texts, toggle, word } from "../words.ts";

/** What a Nix package needs. */
export const nixDependency = section("NixDependency", "What a Nix package needs.", {
  name: text(),
  os: word(["linux", "darwin"]),
});

/** A Nix package. */
export const nix = section("Nix", "A Nix package.", {
  name: text(),
  path: text(),
  repository: repoRef,
  commit_author: commitAuthor,
  commit_msg_template: text(),
  ids: texts(),
  goamd64: text(),
  skip_upload: toggle(),
  url_template: text(),
  install: text(),
  extra_install: text(),
  post_install: text(),
  description: text(),
  homepage: text(),
  license: text(),
  dependencies: list(shorthand(nixDependency, "name")),
  formatter: text(undefined, { examples: ["alejandra", "nixfmt"] }),
  main_program: text(),
});
