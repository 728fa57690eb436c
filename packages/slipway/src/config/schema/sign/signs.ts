import { section, text, texts, toggle, word } from "../words.ts";

/** Signatures. */
export const sign = section("Sign", "Signatures.", {
  id: text(),
  cmd: text(),
  args: texts(),
  signature: text(),
  artifacts: word([
    "all",
    "manifests",
    "images",
    "checksum",
    "source",
    "package",
    "archive",
    "binary",
    "sbom",
    "installer",
    "diskimage",
    "none",
    "any",
  ]),
  ids: texts(),
  stdin: text(),
  stdin_file: text(),
  env: texts(),
  certificate: text(),
  output: toggle(),
  if: text(),
});

/** Signatures of programs. */
export const binarySign = section("BinarySign", "Signatures of programs.", {
  id: text(),
  cmd: text(),
  args: texts(),
  signature: text(),
  artifacts: word(["binary", "none"]),
  ids: texts(),
  stdin: text(),
  stdin_file: text(),
  env: texts(),
  certificate: text(),
  output: toggle(),
  if: text(),
});
