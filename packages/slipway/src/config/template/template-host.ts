/**
 * What templates may see of the machine. The caller passes it in, so that rendering is pure: the same fields and the
 * same host give the same text.
 */
export interface TemplateHost {
  /** Milliseconds since the epoch that `time` formats. */
  readonly now: number;
  /** Absolute folder that relative paths of `abs`, `readFile` and the checksums start from. */
  readonly folder: string;
  /** The user's home, for `readFile "~/..."`. */
  readonly home: string | undefined;
  /** The host's path separator. */
  readonly separator: "/" | "\\";
  /** Reads a file by its absolute path. An error's `code` (`ENOENT` ...) becomes part of the message. */
  readFile(path: string): Uint8Array;
}
