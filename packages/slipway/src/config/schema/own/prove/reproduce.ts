import { flag, section, word } from "../../words.ts";

/** The double build of the gate. */
export const proveReproduce = section("ProveReproduce", "The double build of the gate.", {
  level: word(
    ["quick", "full", "off"],
    "How much differs in the second build: `quick` shares the compile results of dependencies, `full` shares nothing.",
    { default: "quick" },
  ),
  trace: flag("Find what brings a difference about by further builds, one thing varied at a time."),
});
