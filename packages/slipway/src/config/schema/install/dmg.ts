import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts, word } from "../words.ts";

/** A macOS disk image. */
export const dmg = section("DMG", "A macOS disk image.", {
  id: text(),
  name: text(),
  ids: texts(),
  goamd64: text(),
  extra_files: list(shorthand(extraFile, "glob")),
  replace: flag(),
  mod_timestamp: text(),
  if: text(),
  use: word(["binary", "appbundle"]),
  templated_extra_files: list(templatedExtraFile),
});
