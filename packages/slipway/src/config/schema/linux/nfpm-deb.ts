import { section, text, textMap, texts } from "../words.ts";

/** Scripts of deb packages. */
export const nfpmDebScripts = section("NFPMDebScripts", "Scripts of deb packages.", {
  rules: text(),
  templates: text(),
  config: text(),
});

/** The signature of deb packages. */
export const nfpmDebSignature = section("NFPMDebSignature", "The signature of deb packages.", {
  key_file: text(),
  type: text(),
});

/** Triggers of deb packages. */
export const nfpmDebTriggers = section("NFPMDebTriggers", "Triggers of deb packages.", {
  interest: texts(),
  interest_await: texts(),
  interest_noawait: texts(),
  activate: texts(),
  activate_await: texts(),
  activate_noawait: texts(),
});

/** Settings of deb packages. */
export const nfpmDeb = section("NFPMDeb", "Settings of deb packages.", {
  scripts: nfpmDebScripts,
  triggers: nfpmDebTriggers,
  breaks: texts(),
  signature: nfpmDebSignature,
  lintian_overrides: texts(),
  compression: text(undefined, { examples: ["gzip", "xz", "zstd", "none"], default: "gzip" }),
  fields: textMap(),
  predepends: texts(),
});
