/** The same items on both sides, in another order. */
export interface OtherOrder {
  readonly subject: string;
  readonly message: string;
  readonly a: string;
  readonly b: string;
  readonly hint: string;
}

/** The same items in another order, and by which rule each side has it. */
export function orderOf(a: readonly string[], b: readonly string[], what = "lines"): OtherOrder | undefined {
  if (a.length !== b.length || a.length < 2) return undefined;
  const byUnit = [...a].sort();
  const other = [...b].sort();
  if (byUnit.some((item, index) => item !== other[index])) return undefined;
  const first = a.findIndex((item, index) => item !== b[index]);
  if (first < 0) return undefined;
  const rules = [ruleOf(a), ruleOf(b)];
  const hint = rules.includes("a locale")
    ? "it is sorted by the rules of a locale: sort by bytes (LC_ALL=C)"
    : "nothing decides the order: sort what comes out of a map, a folder or parallel work";
  return {
    subject: what,
    message: `The same ${a.length} ${what} in another order, from ${what.replace(/s$/, "")} ${first + 1} on`,
    a: `${JSON.stringify(a[first])}, sorted by ${rules[0]}`,
    b: `${JSON.stringify(b[first])}, sorted by ${rules[1]}`,
    hint,
  };
}

const locale = new Intl.Collator("en");

function ruleOf(items: readonly string[]): "bytes" | "a locale" | "nothing" {
  const filled = items.filter((item) => item !== "");
  const sorted = (compare: (a: string, b: string) => number): boolean =>
    filled.every((item, index) => index === 0 || compare(filled[index - 1]!, item) <= 0);
  if (sorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))) return "bytes";
  return sorted((a, b) => locale.compare(a, b)) ? "a locale" : "nothing";
}
