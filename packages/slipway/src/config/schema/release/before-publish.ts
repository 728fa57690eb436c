import { flag, list, section, text, texts, word } from "../words.ts";

/** A command for each artifact before it is published. */
export const beforePublishHook = section("BeforePublishHook", "A command for each artifact before it is published.", {
  ids: texts(),
  dir: text(),
  cmd: text(),
  env: texts(),
  artifacts: list(
    word(["image", "checksum", "source", "package", "archive", "binary", "sbom", "installer", "diskimage"]),
  ),
  output: flag(),
});
