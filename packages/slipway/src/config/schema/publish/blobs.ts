import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts, toggle } from "../words.ts";

/** Upload to a bucket. */
export const blob = section("Blob", "Upload to a bucket.", {
  bucket: text(),
  provider: text(),
  region: text(),
  disable_ssl: flag(),
  directory: text(),
  kms_key: text(),
  ids: texts(),
  endpoint: text(),
  extra_files: list(shorthand(extraFile, "glob")),
  disable: toggle(),
  s3_force_path_style: flag(),
  acl: text(),
  cache_control: texts(),
  content_disposition: text(),
  include_meta: flag(),
  extra_files_only: flag(),
  templated_extra_files: list(templatedExtraFile),
  if: text(),
});
