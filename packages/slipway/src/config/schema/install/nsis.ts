import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts, toggle } from "../words.ts";

/** A Windows installer program. */
export const nsis = section("NSIS", "A Windows installer program.", {
  id: text(),
  name: text(),
  script: text(),
  ids: texts(),
  goamd64: text(),
  extra_files: list(shorthand(extraFile, "glob")),
  templated_extra_files: list(templatedExtraFile),
  replace: flag(),
  mod_timestamp: text(),
  disable: toggle(),
});
