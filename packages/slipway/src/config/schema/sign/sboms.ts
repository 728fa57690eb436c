import { section, text, texts, toggle, word } from "../words.ts";

/** Bills of materials. */
export const sbom = section("SBOM", "Bills of materials.", {
  id: text(),
  cmd: text(),
  env: texts(),
  args: texts(),
  documents: texts(),
  artifacts: word(["source", "package", "archive", "binary", "any", "none", "diskimage", "installer"], undefined, {
    default: "archive",
  }),
  ids: texts(),
  disable: toggle(),
});
