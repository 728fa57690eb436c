import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { list, section, text, texts, toggle, word } from "../words.ts";

/** What a WinGet package needs. */
export const wingetDependency = section("WingetDependency", "What a WinGet package needs.", {
  package_identifier: text(),
  minimum_version: text(),
});

/** A WinGet manifest in another language. */
export const wingetLocale = section("WingetLocale", "A WinGet manifest in another language.", {
  locale: text(),
  publisher: text(),
  publisher_url: text(),
  publisher_support_url: text(),
  privacy_url: text(),
  author: text(),
  package_name: text(),
  homepage: text(),
  license: text(),
  license_url: text(),
  copyright: text(),
  copyright_url: text(),
  short_description: text(),
  description: text(),
  tags: texts(),
  release_notes: text(),
  release_notes_url: text(),
  installation_notes: text(),
});

/** A WinGet manifest. */
export const winget = section("Winget", "A WinGet manifest.", {
  name: text(),
  package_name: text(),
  package_identifier: text(),
  publisher: text(),
  publisher_url: text(),
  publisher_support_url: text(),
  privacy_url: text(),
  copyright: text(),
  copyright_url: text(),
  author: text(),
  path: text(),
  repository: repoRef,
  commit_author: commitAuthor,
  commit_msg_template: text(),
  ids: texts(),
  goamd64: text(),
  skip_upload: toggle(),
  url_template: text(),
  short_description: text(),
  description: text(),
  homepage: text(),
  license: text(),
  license_url: text(),
  release_notes: text(),
  release_notes_url: text(),
  installation_notes: text(),
  tags: texts(),
  dependencies: list(wingetDependency),
  default_locale: text(),
  additional_locales: list(wingetLocale),
  product_code: text(),
  use: word(["archive", "binary", "msi", "nsis"]),
});
