import { list, section, word } from "../../words.ts";
import { provePortability } from "./portability.ts";
import { proveReproduce } from "./reproduce.ts";
import { smokeRun } from "./smoke.ts";
import { proveTest } from "./test.ts";

/** The gate before publishing. */
export const prove = section("Prove", "The gate before publishing.", {
  level: word(["quick", "strict", "off"], "How much is proven; `quick` for a snapshot and `strict` for a release."),
  require: list(word(["smoke", "test", "reproduce"]), "Checks that must not be skipped on any target.", {
    examples: ["smoke"],
  }),
  smoke: list(smokeRun, "Runs of what the user will get."),
  test: proveTest,
  reproduce: proveReproduce,
  portability: provePortability,
});
