/** Bytes of `500M`, `10G` or a plain number, in decimal units as disks and memory limits are sold; `undefined` for what is none. */
export function readByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([kMGT]?)B?$/.exec(text);
  const bytes =
    match === null ? 0 : Math.floor(Number(match[1]) * 1000 ** ["", "k", "M", "G", "T"].indexOf(match[2] ?? ""));
  return bytes < 1 ? undefined : bytes;
}
