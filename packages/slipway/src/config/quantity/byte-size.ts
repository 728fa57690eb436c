const DECIMAL = ["", "K", "M", "G", "T"];

/**
 * Bytes of `500M`, `20MB`, `64 MiB` or a plain number: decimal units as disks and memory limits are sold, binary ones with an `i`, in upper or
 * lower case; `undefined` for what is none.
 */
export function readByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/iu.exec(text.trim());
  if (match === null) return undefined;
  const [, number, unit = "", binary] = match;
  if (binary !== "" && unit === "") return undefined;
  const bytes = Math.floor(Number(number) * (binary === "" ? 1000 : 1024) ** DECIMAL.indexOf(unit.toUpperCase()));
  return bytes < 1 ? undefined : bytes;
}
