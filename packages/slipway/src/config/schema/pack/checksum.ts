import { extraFile } from "./file-info.ts";
import { templatedExtraFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, texts } from "../words.ts";

/** The file of checksums. */
export const checksum = section("Checksum", "The file of checksums.", {
  name_template: text("Name of the file.", { default: "{{ .ProjectName }}_{{ .Version }}_checksums.txt" }),
  algorithm: text("Hash.", { default: "sha256" }),
  split: flag("One file per artifact."),
  ids: texts(),
  disable: flag("Make none."),
  extra_files: list(shorthand(extraFile, "glob")),
  templated_extra_files: list(templatedExtraFile),
});
