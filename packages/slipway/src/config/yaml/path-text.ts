/** Where a value is in the config: keys and list indexes from the top. */
export type ConfigPath = readonly (string | number)[];

/** The path as people write it: `builds[0].goos`. */
export function pathText(path: ConfigPath): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

/** The path as a key of a map. */
export function pathKey(path: ConfigPath): string {
  return path.join("\u0000");
}
