import { fileInfo } from "../pack/file-info.ts";
import { section, text, whole } from "../words.ts";

/** A file whose content is a template; it is written to dist and released. */
export const templateFile = section(
  "TemplateFile",
  "A file whose content is a template; it is written to dist and released.",
  {
    id: text(undefined, { default: "default" }),
    src: text("Template file to read."),
    dst: text("Where to write it, below dist."),
    mode: whole("Permissions.", { default: "0644" }),
  },
);

/** A file whose content is a template. */
export const templatedFile = section("TemplatedFile", "A file whose content is a template.", {
  src: text(),
  dst: text(),
  info: fileInfo,
});

/** An extra file whose content is a template. */
export const templatedExtraFile = section("TemplatedExtraFile", "An extra file whose content is a template.", {
  src: text(),
  dst: text(),
});

/** An extra file whose content is a template, with its permissions. */
export const templatedExtraFileWithMode = section(
  "TemplatedExtraFileWithMode",
  "An extra file whose content is a template, with its permissions.",
  {
    src: text(),
    dst: text(),
    mode: whole(),
  },
);
