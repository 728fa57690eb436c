import { buildHookConfig } from "./hooks.ts";
import { flag, section, text, texts } from "../words.ts";

/** One program for both kinds of Mac. */
export const universalBinary = section("UniversalBinary", "One program for both kinds of Mac.", {
  id: text(undefined, { default: "the project name" }),
  ids: texts("Builds whose programs are joined."),
  name_template: text("Name of the program.", { default: "{{ .ProjectName }}" }),
  replace: flag("Do not ship the programs of one architecture."),
  hooks: buildHookConfig,
  mod_timestamp: text("Time of the program file; template."),
});
