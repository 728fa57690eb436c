import { list, section, text, texts, word } from "../../words.ts";

/** Findings that are right where they are. */
export const portabilityIgnore = section("PortabilityIgnore", "Findings that are right where they are.", {
  codes: texts("Codes of findings, `portability-...`; all without it."),
  files: texts("Patterns of files, relative to the project's folder; all without it."),
  reason: text("Why they are right. Required."),
});

/** The source checks of the gate. */
export const provePortability = section("ProvePortability", "The source checks of the gate.", {
  fail_on: word(["never", "error", "warning"], "The least severity that stops a release.", { default: "never" }),
  ignore: list(portabilityIgnore, "Findings that are right where they are."),
});
