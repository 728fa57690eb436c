import { list, section, text, textMap, texts, whole, word } from "../words.ts";

/** One run of what the user will get. */
export const smokeRun = section("SmokeRun", "One run of what the user will get, out of the packed file.", {
  ids: texts("Builds it is for; all without it."),
  args: texts("Arguments; templates."),
  stdin: text("What the program reads; template."),
  files: textMap("Files made in the folder of the run: name to content; templates."),
  env: texts("More variables, `NAME=value`; templates."),
  exit_code: whole("Exit code that is right.", { default: 0 }),
  output: texts("Patterns that must all match what the program prints; templates."),
  expect: word(["exit", "running"], "`running` for a server: it must still run at the timeout.", { default: "exit" }),
  timeout: text("How long to wait, for example `10s`.", { default: "10s" }),
});

/** The gate before publishing. */
export const prove = section("Prove", "The gate before publishing.", {
  smoke: list(smokeRun, "Runs of what the user will get."),
});
