import { section, whole, word } from "../words.ts";

/** A release that several machines make together. */
export const shards = section("Shards", "A release that several machines make together.", {
  by: word(
    ["cost", "target", "goos"],
    "`cost` balances targets by what they take, `target` deals them out in the plan's order, `goos` keeps each operating system whole.",
    { default: "cost" },
  ),
  count: whole("How many machines build in the workflow that `slipway ci` writes; without it Slipway chooses."),
});
