import { section, text, texts, toggle } from "../words.ts";

/** A Flatpak bundle. */
export const flatpak = section("Flatpak", "A Flatpak bundle.", {
  id: text(),
  ids: texts(),
  name_template: text(),
  app_id: text(),
  runtime: text(),
  runtime_version: text(),
  sdk: text(),
  command: text(),
  finish_args: texts(),
  disable: toggle(),
});
