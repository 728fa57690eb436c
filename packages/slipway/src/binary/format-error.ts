/** What is wrong with a file, and where. `offset` counts bytes from its start. */
export interface FormatFault {
  readonly offset: number;
  /** The field of the format's own specification (`e_shoff`, `LC_SYMTAB.nsyms`). */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/**
 * A file that does not keep to its format. Readers throw nothing else for what stands in a file, however it was
 * damaged, so that a caller can tell a bad file from a bug.
 */
export class FormatError extends Error implements FormatFault {
  override readonly name = "FormatError";
  readonly offset: number;
  readonly field: string;
  readonly found: string;
  readonly expected: string;

  constructor(fault: FormatFault) {
    super(
      `Cannot read ${fault.field} at offset 0x${fault.offset.toString(16)}: expected ${fault.expected}, found ${fault.found}`,
    );
    this.offset = fault.offset;
    this.field = fault.field;
    this.found = fault.found;
    this.expected = fault.expected;
  }
}
