import { file } from "./file-info.ts";
import { templatedFile } from "../project/template-files.ts";
import { flag, list, section, shorthand, text, word } from "../words.ts";

/** An archive of the committed files. */
export const source = section("Source", "An archive of the committed files.", {
  name_template: text("Name without ending.", { default: "{{ .ProjectName }}-{{ .Version }}" }),
  format: word(["tar", "tgz", "tar.gz", "zip"], "Format.", { default: "tar.gz" }),
  enabled: flag("Make it.", { default: false }),
  prefix_template: text("Folder for everything; template."),
  files: list(shorthand(file, "src"), "Files beside the committed ones."),
  templated_files: list(templatedFile),
});
