import { section } from "../words.ts";

// Names that belong to Slipway. A section gets keys when a stage acts on them; until then any key in it is refused.

/** Images made without Docker. */
export const images = section("Images", "Images made without Docker.", {});

/** A release to some people first. */
export const rollout = section("Rollout", "A release to some people first.", {});
