/** Everything of a dist folder that two tools must agree on. Digests, sizes and times are left out. */
export interface DistShape {
  /** Every file below dist, with `/` separators, sorted. */
  readonly files: readonly string[];
  /** Archive name to its members in order, `mode name` each. */
  readonly archives: Readonly<Record<string, readonly string[]>>;
  /** Checksum file name to the file names of its lines, in order. */
  readonly checksums: Readonly<Record<string, readonly string[]>>;
  /** One canonical line of JSON for each entry of artifacts.json, in order. */
  readonly artifacts: readonly string[];
}
/** How to list an archive: `mode name` for each member, in order. */
export type ListArchive = (file: string) => Promise<readonly string[]>;
/**
 * The dist folder of a project that was just released: `dist`, or where its config puts it.
 *
 * @throws Error when there is none.
 */
export declare function findDist(project: string): string;
/** Reads a dist folder. */
export declare function readDistShape(dist: string, list: ListArchive): Promise<DistShape>;
