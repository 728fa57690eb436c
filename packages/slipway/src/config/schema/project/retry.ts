import { section, text, whole } from "../words.ts";

/** How often and how patiently network calls are tried again. */
export const retry = section("Retry", "How often and how patiently network calls are tried again.", {
  attempts: whole(undefined, { default: 10 }),
  delay: text(undefined, { default: "10s" }),
  max_delay: text(undefined, { default: "5m" }),
});
