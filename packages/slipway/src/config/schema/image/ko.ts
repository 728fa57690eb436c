import { flag, section, text, textMap, texts, toggle, word } from "../words.ts";

/** An image made by ko. */
export const ko = section("Ko", "An image made by ko.", {
  id: text(),
  build: text(),
  main: text(),
  working_dir: text(),
  base_image: text(),
  labels: textMap(),
  annotations: textMap(),
  user: text(),
  repositories: texts(),
  platforms: texts(),
  tags: texts(),
  creation_time: text(),
  ko_data_creation_time: text(),
  sbom: word(["spdx", "none", "cyclonedx", "go.version-m"], undefined, { default: "spdx" }),
  sbom_directory: text(),
  ldflags: texts(),
  flags: texts(),
  env: texts(),
  bare: flag(),
  preserve_import_paths: flag(),
  base_import_paths: flag(),
  local_domain: text(),
  disable: toggle(),
  repository: text(undefined, { deprecated: "repositories" }),
});
