import type { EntryHead } from "./entry.ts";

/** A member of an archive that is read. In a stream its content must be taken before the next member is asked for. */
export interface Member {
  readonly entry: EntryHead;
  /** Where its header stands. */
  readonly offset: number;
  /** What else its header says: of no use to who unpacks, of all to who compares. */
  readonly header?: Readonly<Record<string, string>>;
  content(): AsyncGenerator<Uint8Array>;
}
