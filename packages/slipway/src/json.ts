/** Plain JSON: what plans, tasks, events and records are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A plain JSON object. A key that is `undefined` is left out when written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
