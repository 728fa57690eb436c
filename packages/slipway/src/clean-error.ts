import { SlipwayError } from "./errors.ts";
import type { Secrets } from "./secrets.ts";

/** The same failure without secrets: what tools print and what values are quoted may hold some. */
export function cleanError(error: SlipwayError, secrets: Secrets): SlipwayError {
  const { cause, others, ...details } = error.details;
  const clean = new SlipwayError(error.code, secrets.text(error.message), {
    ...secrets.json(details),
    ...(cause === undefined ? {} : { cause }),
    ...(others === undefined ? {} : { others: others.map((other) => cleanError(other, secrets)) }),
  });
  if (error.stack !== undefined) clean.stack = secrets.text(error.stack);
  return clean;
}
