import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts, toggle } from "../words.ts";

/** Publishing with a command. */
export const publisher = section("Publisher", "Publishing with a command.", {
  name: text(),
  ids: texts(),
  checksum: flag(),
  signature: flag(),
  meta: flag(),
  dir: text(),
  cmd: text(),
  env: texts(),
  extra_files: list(shorthand(extraFile, "glob")),
  disable: toggle(),
  templated_extra_files: list(templatedExtraFile),
  if: text(),
  output: text(),
});
