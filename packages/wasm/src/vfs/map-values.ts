/** The same names with other values. */
export function mapValues<T, U>(object: Readonly<Record<string, T>>, apply: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, apply(value)]));
}
