import { signatureCommand } from "../macho/sign-ad-hoc.ts";
import { DIRECTORY } from "../pe/pe-constants.ts";
import type { Program } from "../read-binary.ts";
import { Writer } from "../writer.ts";

/**
 * A copy without what signing put in: the signature, its length in the load commands and segment, the certificate table
 * with its directory entry and padding, and the checksum. Two such copies are equal when only the signatures differ.
 *
 * @throws FormatError
 */
export function unsignedBytes(program: Program): Uint8Array {
  if (program.format === "pe" && program.optional !== undefined) {
    const table = program.directory(DIRECTORY.CERTIFICATE);
    const end = table === undefined || table.size === 0 ? program.bytes.length : table.address;
    let length = Math.min(end, program.bytes.length);
    const last = program.sections.reduce((sum, section) => Math.max(sum, section.offset + section.size), 0);
    while (length > last && program.bytes[length - 1] === 0) length--;
    const copy = program.bytes.slice(0, length);
    copy.fill(0, program.optional.checksumOffset, program.optional.checksumOffset + 4);
    const entry = program.optional.directoriesOffset + DIRECTORY.CERTIFICATE * 8;
    if (table !== undefined) copy.fill(0, entry, entry + 8);
    return copy;
  }
  const command = program.format === "macho" ? signatureCommand(program) : undefined;
  if (program.format !== "macho" || command === undefined) return program.bytes;
  const copy = program.bytes.slice(0, command.dataOffset);
  const writer = new Writer(copy, { littleEndian: program.header.littleEndian });
  writer.u32(command.offset + 8, 0).u32(command.offset + 12, 0);
  const linkedit = program.segments.find((segment) => segment.name === "__LINKEDIT");
  if (linkedit !== undefined && program.header.bits === 64)
    writer.u64(linkedit.offset + 32, 0n).u64(linkedit.offset + 48, 0n);
  return copy;
}
