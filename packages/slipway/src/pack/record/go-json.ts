import type { Json } from "../../json.ts";

/** JSON as Go's `json.Marshal` writes it: no spaces, and `<`, `>`, `&` and the line separators escaped. */
export function goJson(value: Json): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A copy of an object with its keys in the order of their code units, as Go writes maps. */
export function sortKeys<T extends { readonly [key: string]: Json | undefined }>(value: T): T {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
