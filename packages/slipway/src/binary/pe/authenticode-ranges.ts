import { DIRECTORY } from "./pe-constants.ts";
import type { PeFile } from "./pe-file.ts";

/**
 * The parts of an image that Authenticode hashes, in order: everything but the checksum, the certificate table's directory
 * entry and the table itself, padded with zeros to eight bytes ("Windows Authenticode Portable Executable Signature
 * Format", "Calculating the PE Image Hash"). Sections of what Go and other linkers write are in file order already.
 */
export function authenticodeRanges(file: PeFile): readonly Uint8Array[] {
  const { bytes, optional } = file;
  if (optional === undefined) throw new TypeError("An object file cannot be signed");
  const entry = optional.directoriesOffset + DIRECTORY.CERTIFICATE * 8;
  const table = file.directory(DIRECTORY.CERTIFICATE);
  if (table === undefined) throw new TypeError("The optional header has no room for a certificate table");
  const end = table.address === 0 || table.size === 0 ? bytes.length : Math.min(table.address, bytes.length);
  const ranges = [
    bytes.subarray(0, optional.checksumOffset),
    bytes.subarray(optional.checksumOffset + 4, entry),
    bytes.subarray(entry + 8, end),
  ];
  const padding = (8 - (end % 8)) % 8;
  return padding === 0 ? ranges : [...ranges, new Uint8Array(padding)];
}
