import { section, texts, whole, word } from "../words.ts";

/** A release that several machines make together. */
export const shards = section("Shards", "A release that several machines make together.", {
  by: word(
    ["cost", "target", "goos"],
    "`cost` balances targets by what they take, `target` deals them out in the plan's order, `goos` keeps each operating system whole.",
    { default: "cost" },
  ),
  native: texts(
    "Targets that are built on a machine of their own kind, `darwin/arm64`: cgo programs that want Xcode or Visual Studio. Each is a shard of its own.",
  ),
  count: whole("How many machines build in the workflow that `slipway ci` writes; without it Slipway chooses."),
});
