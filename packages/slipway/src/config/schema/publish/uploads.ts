import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, mapOf, section, shorthand, text, textMap, texts, toggle, word } from "../words.ts";

/** Upload with HTTP. */
export const upload = section("Upload", "Upload with HTTP.", {
  name: text(),
  ids: texts(),
  exts: texts(),
  target: text(),
  username: text(),
  mode: word(["binary", "archive"], undefined, { default: "archive" }),
  method: text(),
  checksum_header: text(),
  client_x509_cert: text(),
  client_x509_key: text(),
  trusted_certificates: text(),
  checksum: flag(),
  signature: flag(),
  meta: flag(),
  custom_artifact_name: flag(),
  custom_headers: textMap(),
  extra_files: list(shorthand(extraFile, "glob")),
  extra_files_only: flag(),
  skip: toggle(),
  password: text(),
  matrix: mapOf(texts()),
  templated_extra_files: list(templatedExtraFile),
});
