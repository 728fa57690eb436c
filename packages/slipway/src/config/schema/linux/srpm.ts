import { nfpmrpm, nfpmrpmScripts, nfpmrpmSignature } from "./nfpm-rpm.ts";
import { nfpmContent } from "./nfpm.ts";
import { flag, list, section, text, textMap, texts } from "../words.ts";

/** A source rpm. */
export const srpm = section("SRPM", "A source rpm.", {
  summary: text(),
  group: text(),
  compression: text(),
  signature: nfpmrpmSignature,
  scripts: nfpmrpmScripts,
  prefixes: texts(),
  packager: text(),
  buildhost: text(),
  enabled: flag(),
  package_name: text(),
  epoch: text(),
  import_path: text(),
  section: text(),
  maintainer: text(),
  file_name_template: text(),
  spec_file: text(),
  license: text(),
  license_file_name: text(),
  vendor: text(),
  url: text(),
  description: text(),
  bins: textMap(),
  docs: texts(),
  contents: list(nfpmContent),
  nfpmrpm: nfpmrpm,
});
