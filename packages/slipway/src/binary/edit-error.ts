/** Why an edit is refused: the file stays as it is. */
export type EditRefusal =
  /** The header has no space for longer load commands, or a string no space for a longer one. */
  | "no-room"
  /** The rpath, library or section that should be changed is not there. */
  | "not-found"
  /** It is there already. */
  | "duplicate"
  /** The file has a shape that this edit cannot keep valid. */
  | "unsupported";

/** An edit that would not leave a valid file. */
export class EditError extends Error {
  override readonly name = "EditError";
  readonly refusal: EditRefusal;

  constructor(refusal: EditRefusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}
