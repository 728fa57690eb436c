import { flag, list, section, text, textOrNumber, texts, toggle, word } from "../words.ts";

/** Which programs are compressed. */
export const upx = section("UPX", "Which programs are compressed.", {
  enabled: toggle("Turn it on; template.", { default: false }),
  ids: texts(),
  goos: texts(),
  goarch: list(textOrNumber()),
  goarm: list(textOrNumber()),
  goamd64: texts(),
  binary: text("The command.", { default: "upx" }),
  compress: word(["1", "2", "3", "4", "5", "6", "7", "8", "9", "best"], "Level."),
  lzma: flag("Use LZMA."),
  brute: flag("Try every method."),
});
