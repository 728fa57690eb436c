/**
 * The members of an archive in order, `mode name` each with the mode in octal and `name -> target` for a link. A single
 * compressed file (gz, xz, zst) is listed as its own name without the ending, and read to its end.
 *
 * @throws ArchiveError and the decompressors' own errors for a broken archive; Error for an unknown ending.
 */
export declare function listArchive(file: string): Promise<readonly string[]>;
