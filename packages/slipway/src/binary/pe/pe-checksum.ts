import { EditError } from "../edit-error.ts";
import { Writer } from "../writer.ts";
import { PeFile } from "./pe-file.ts";

/**
 * The image checksum ("Optional Header Windows-Specific Fields"; the sum of `CheckSumMappedFile`): 16-bit words with the
 * carry folded in, the field itself as zero, plus the file's length.
 *
 * @throws FormatError when the bytes are no PE image
 * @throws EditError when they are an object file, which has none
 */
export function peChecksum(bytes: Uint8Array): number {
  const at = checksumOffset(bytes);
  let sum = 0;
  const even = bytes.length & ~1;
  for (let offset = 0; offset < even; offset += 2) {
    if (offset >= at && offset < at + 4) continue;
    sum += bytes[offset]! | (bytes[offset + 1]! << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  if (even !== bytes.length) sum += bytes[even]!;
  sum = (sum & 0xffff) + (sum >>> 16);
  return (sum + bytes.length) >>> 0;
}

/** A copy with the right checksum. Go leaves it zero, which Windows accepts for programs, not for drivers. */
export function withPeChecksum(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  new Writer(copy).u32(checksumOffset(bytes), peChecksum(bytes));
  return copy;
}

function checksumOffset(bytes: Uint8Array): number {
  const { optional } = new PeFile(bytes);
  if (optional === undefined) throw new EditError("unsupported", "An object file has no checksum");
  return optional.checksumOffset;
}
