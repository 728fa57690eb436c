import { section } from "../../words.ts";

/** The source checks of the gate. */
export const provePortability = section("ProvePortability", "The source checks of the gate.", {});
