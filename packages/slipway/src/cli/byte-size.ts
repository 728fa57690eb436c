import { InvalidArgumentError } from "commander";

/** Bytes of `500M`, `10G` or a plain number; decimal units, as disks and memory limits are sold. */
export function parseByteSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kMGT]?)B?$/.exec(text);
  const bytes =
    match === null ? 0 : Math.floor(Number(match[1]) * 1000 ** ["", "k", "M", "G", "T"].indexOf(match[2] ?? ""));
  if (bytes < 1) throw new InvalidArgumentError('It must be a number of bytes such as "500M" or "10G".');
  return bytes;
}
