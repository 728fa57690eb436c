import { section, word } from "../words.ts";

/** How a release is divided between machines. */
export const partial = section("Partial", "How a release is divided between machines.", {
  by: word(["goos", "target"], "Divide by operating system or by target.", { default: "goos" }),
});
