import { flag, list, section, text, textMap, texts, whole } from "../words.ts";

/** A name that several ipk packages offer. */
export const nfpmipkAlternative = section("NFPMIPKAlternative", "A name that several ipk packages offer.", {
  priority: whole(),
  target: text(),
  link_name: text(),
});

/** Settings of ipk packages. */
export const nfpmipk = section("NFPMIPK", "Settings of ipk packages.", {
  abi_version: text(),
  alternatives: list(nfpmipkAlternative),
  auto_installed: flag(),
  essential: flag(),
  predepends: texts(),
  tags: texts(),
  fields: textMap(),
});
