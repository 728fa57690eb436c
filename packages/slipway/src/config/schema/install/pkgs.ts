import { flag, section, text, texts, word } from "../words.ts";

/** A macOS installer package. */
export const macOSPkg = section("MacOSPkg", "A macOS installer package.", {
  id: text(),
  name: text(),
  ids: texts(),
  replace: flag(),
  mod_timestamp: text(),
  if: text(),
  use: word(["binary", "appbundle"]),
  identifier: text(),
  install_location: text(),
  scripts: text(),
});
