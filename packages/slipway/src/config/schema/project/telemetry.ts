import { flag, section } from "../words.ts";

/** Traces of a release. */
export const telemetry = section("Telemetry", "Traces of a release.", {
  enabled: flag(),
});
