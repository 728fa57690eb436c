import { InvalidArgumentError } from "commander";
import { readByteSize } from "../config/quantity/byte-size.ts";

/** The bytes that a flag was given. */
export function parseByteSize(text: string): number {
  const bytes = readByteSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('It must be a number of bytes such as "500M" or "10G".');
  return bytes;
}
