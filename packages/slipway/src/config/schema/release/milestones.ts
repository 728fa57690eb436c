import { repo } from "./release.ts";
import { flag, section, text } from "../words.ts";

/** A milestone to close. */
export const milestone = section("Milestone", "A milestone to close.", {
  repo: repo,
  close: flag(),
  fail_on_error: flag(),
  name_template: text(),
});
