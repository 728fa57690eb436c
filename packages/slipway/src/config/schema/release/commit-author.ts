import { flag, section, text, word } from "../words.ts";

/** The signature of commits. */
export const commitSigning = section("CommitSigning", "The signature of commits.", {
  enabled: flag(),
  key: text(),
  program: text(),
  format: word(["openpgp", "x509", "ssh"], undefined, { default: "openpgp" }),
});

/** Who commits. */
export const commitAuthor = section("CommitAuthor", "Who commits.", {
  name: text(),
  email: text(),
  signing: commitSigning,
  use_github_app_token: flag(),
});
