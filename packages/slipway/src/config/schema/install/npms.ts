import { extraFile } from "../pack/file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { anyMap, list, section, shorthand, text, texts, toggle, word } from "../words.ts";

/** An npm package that carries the programs. */
export const npm = section("NPM", "An npm package that carries the programs.", {
  id: text(),
  ids: texts(),
  name: text(),
  description: text(),
  homepage: text(),
  keywords: texts(),
  license: text(),
  author: text(),
  repository: text(),
  bugs: text(),
  files: list(shorthand(extraFile, "glob")),
  templated_files: list(templatedExtraFile),
  access: word(["public", "restricted"]),
  format: word(["tar", "tgz", "tar.gz", "zip", "binary"]),
  if: text(),
  disable: toggle(),
  url_template: text(),
  tag: text(),
  extra: anyMap(),
});
