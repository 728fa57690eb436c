/** Words of one command line at most. */
const WORDS = 200;
/** Characters of its words at most: Windows takes 32,767 for all of it, and there are flags and a path beside them. */
const CHARACTERS = 20_000;

/** Cuts a list of words, such as package paths, into portions that fit every system's command line. A word that is too long stands alone. */
export function portionsOf(words: readonly string[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const word of words) {
    const last = portions.at(-1);
    if (last === undefined || last.length === WORDS || word.length >= room) {
      portions.push([word]);
      room = CHARACTERS - word.length;
    } else {
      last.push(word);
      room -= word.length + 1;
    }
  }
  return portions;
}
