import { flag, section, text, texts } from "../words.ts";

/** Building what the module proxy serves in place of the checkout. */
export const goMod = section("GoMod", "Building what the module proxy serves in place of the checkout.", {
  proxy: flag("Build the tagged version that the module proxy serves."),
  env: texts("More variables for the Go command."),
  gobinary: text("The Go command.", { default: "go" }),
  mod: text("The `-mod` flag."),
  dir: text("Folder of go.mod."),
});
