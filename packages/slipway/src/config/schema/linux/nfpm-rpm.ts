import { section, text, texts } from "../words.ts";

/** Scripts of rpm packages. */
export const nfpmrpmScripts = section("NFPMRPMScripts", "Scripts of rpm packages.", {
  pretrans: text(),
  posttrans: text(),
});

/** The signature of rpm packages. */
export const nfpmrpmSignature = section("NFPMRPMSignature", "The signature of rpm packages.", {
  key_file: text(),
});

/** Settings of rpm packages. */
export const nfpmrpm = section("NFPMRPM", "Settings of rpm packages.", {
  summary: text(),
  group: text(),
  compression: text(),
  signature: nfpmrpmSignature,
  scripts: nfpmrpmScripts,
  prefixes: texts(),
  packager: text(),
  buildhost: text(),
});
