import { hook } from "../build/hooks.ts";
import { section, shorthands } from "../words.ts";

/** Commands before everything else. */
export const before = section("Before", "Commands before everything else.", {
  hooks: shorthands(hook, "cmd"),
});

/** Commands after everything else. */
export const after = section("After", "Commands after everything else.", {
  hooks: shorthands(hook, "cmd"),
});
