/** The files around a changelog, already read; `undefined` for one that was not asked for. */
export interface NotesParts {
  readonly header: string | undefined;
  readonly changelog: string;
  readonly footer: string | undefined;
}

/** Joins header, changelog and footer as GoReleaser does: a blank line between them, a newline at the end. */
export function joinNotes({ header, changelog, footer }: NotesParts): string {
  const text = [header, changelog, footer].filter((part, index) => index === 1 || (part ?? "") !== "").join("\n\n");
  return text.endsWith("\n") ? text : `${text}\n`;
}
