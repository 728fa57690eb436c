import { flag, list, section, text, texts, word } from "../words.ts";

/** What a Chocolatey package needs. */
export const chocolateyDependency = section("ChocolateyDependency", "What a Chocolatey package needs.", {
  id: text(),
  version: text(),
});

/** A Chocolatey package. */
export const chocolatey = section("Chocolatey", "A Chocolatey package.", {
  name: text(),
  ids: texts(),
  package_source_url: text(),
  owners: text(),
  title: text(),
  authors: text(),
  project_url: text(),
  url_template: text(),
  icon_url: text(),
  copyright: text(),
  license_url: text(),
  require_license_acceptance: flag(),
  project_source_url: text(),
  docs_url: text(),
  bug_tracker_url: text(),
  tags: text(),
  summary: text(),
  description: text(),
  release_notes: text(),
  dependencies: list(chocolateyDependency),
  skip_publish: flag(),
  api_key: text(),
  source_repo: text(),
  goamd64: text(),
  use: word(["archive", "msi", "nsis"], undefined, { default: "archive" }),
});
