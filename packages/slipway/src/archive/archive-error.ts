/** Why an archive was refused. */
export type ArchiveFault =
  /** The bytes do not keep to the format. */
  | "corrupt"
  /** The archive ends too early. */
  | "truncated"
  /** A name or link that would leave the folder, or that means different files on different systems. */
  | "hostile-name"
  /** Two members with one name, or names that differ only in case. */
  | "duplicate-name"
  /** More bytes, members or growth than the reader was told to allow. */
  | "too-large"
  /** A valid feature that we do not read (encryption, devices, unknown methods). */
  | "unsupported";

/** An archive that cannot be read or must not be unpacked. Readers throw nothing else for what stands in the bytes. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  readonly fault: ArchiveFault;
  /** Bytes from the start of the layer that was being read: the file for zip, the uncompressed stream for tar. */
  readonly offset: number;

  constructor(fault: ArchiveFault, offset: number, message: string) {
    super(`${message} (at offset ${offset})`);
    this.fault = fault;
    this.offset = offset;
  }
}
