import { flag, list, section, text, textOrNumber, texts, toggle } from "../words.ts";

/** A file in a self-extracting archive. */
export const makeselfFile = section("MakeselfFile", "A file in a self-extracting archive.", {
  src: text(),
  dst: text(),
  strip_parent: flag(),
});

/** A file in a self-extracting archive whose content is a template. */
export const makeselfTemplatedFile = section(
  "MakeselfTemplatedFile",
  "A file in a self-extracting archive whose content is a template.",
  {
    src: text(),
    dst: text(),
  },
);

/** A self-extracting archive. */
export const makeself = section("Makeself", "A self-extracting archive.", {
  id: text(),
  filename: text(),
  script: text(),
  compression: text(undefined, { examples: ["gzip", "bzip2", "xz", "lzo", "compress", "none"] }),
  extra_args: texts(),
  files: list(makeselfFile),
  disable: toggle(),
  ids: texts(),
  goos: texts(),
  goarch: list(textOrNumber()),
  name: text(),
  description: text(),
  maintainer: text(),
  keywords: texts(),
  homepage: text(),
  license: text(),
  templated_files: list(makeselfTemplatedFile),
});
