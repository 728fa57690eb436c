import { file } from "../pack/file-info.ts";
import { templatedFile } from "../project/template-files.ts";
import { list, section, shorthand, text, texts } from "../words.ts";

/** A macOS application bundle. */
export const appBundle = section("AppBundle", "A macOS application bundle.", {
  id: text(),
  name: text(),
  ids: texts(),
  if: text(),
  mod_timestamp: text(),
  icon: text(),
  bundle: text(),
  extra_files: list(shorthand(file, "src")),
  templated_extra_files: list(templatedFile),
});
