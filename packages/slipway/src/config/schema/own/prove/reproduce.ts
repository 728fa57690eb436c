import { section } from "../../words.ts";

/** The double build of the gate. */
export const proveReproduce = section("ProveReproduce", "The double build of the gate.", {});
