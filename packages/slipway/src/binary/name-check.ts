/** Looks at the bytes of a name, from `start` to `end`, and says whether its symbol is worth reading. */
export type NameCheck = (bytes: Uint8Array, start: number, end: number) => boolean;
