import { flag, oneOrMore, section, text, textMap, texts, whole, word } from "../../words.ts";

/** One run of what the user will get. */
export const smokeRun = section("SmokeRun", "One run of what the user will get, out of the packed file.", {
  ids: texts("Builds it is for; all without it."),
  targets: texts("Targets it is for, `os/arch` with `*` for any; all without it."),
  args: texts("Arguments; templates."),
  stdin: text("What the program reads; template."),
  files: textMap("Files made in the folder of the run: name to content; templates."),
  env: texts("More variables, `NAME=value`; templates."),
  exit_code: whole("Exit code that is right.", { default: 0 }),
  output: oneOrMore(text(), "Texts or patterns that must all be in what the program prints; templates."),
  expect: word(["exit", "running"], "`running` for a server: it must still run at the timeout.", { default: "exit" }),
  timeout: text("How long to wait, for example `10s`; three seconds for `expect: running`.", { default: "10s" }),
  memory: text("Memory that the program and its children may take together.", { default: "1G" }),
  network: flag("Let the program reach the network."),
});
