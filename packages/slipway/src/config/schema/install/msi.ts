import { hook } from "../build/hooks.ts";
import { flag, section, shorthands, text, texts, toggle, word } from "../words.ts";

/** Commands around each installer package. */
export const msiHooks = section("MSIHooks", "Commands around each installer package.", {
  before: shorthands(hook, "cmd"),
  after: shorthands(hook, "cmd"),
});

/** A Windows installer package. */
export const msi = section("MSI", "A Windows installer package.", {
  id: text(),
  name: text(),
  wxs: text(),
  ids: texts(),
  goamd64: text(),
  extra_files: texts(),
  replace: flag(),
  mod_timestamp: text(),
  extensions: texts(),
  hooks: msiHooks,
  version: word(["v3", "v4"]),
  disable: toggle(),
});
