import { retry } from "../project/retry.ts";
import { list, section, text, texts, toggle, word } from "../words.ts";

/** A check of what was published. */
export const verifyCommand = section("VerifyCommand", "A check of what was published.", {
  context: word(["dir", "asset", "image"], undefined, { default: "dir" }),
  if: text(),
  cmd: text(),
  args: texts(),
  env: texts(),
});

/** Checks of what was published. */
export const verify = section("Verify", "Checks of what was published.", {
  disable: toggle(),
  commands: list(verifyCommand),
  retry: retry,
});
