/** A word as a shell takes it: as it is when nothing in it means something to one, else in single quotes. */
export function shellWord(word: string): string {
  const [, flag = "", value = ""] = /^(-[\w-]+=|)(.*)$/su.exec(word) ?? [];
  if (/^[\w@%+=:,./-]+$/u.test(word)) return word;
  return `${flag}'${value.replaceAll("'", `'\\''`)}'`;
}
