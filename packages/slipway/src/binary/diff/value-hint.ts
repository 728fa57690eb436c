const TIME = /\b\d{4}-\d{2}(?:-\d{2})?\b|\b1[5-9]\d{8}(?:\d{3}|\d{9})?\b|\b\d{1,2}:\d{2}:\d{2}\b/;
const FOLDER = /\/go-build\d+|\/tmp\/|\/home\/|\/Users\/|\/root\/|[A-Za-z]:\\Users\\/;

/** What to do about two times. */
export const CLOCK_HINT = "a clock was read: take the time of the commit instead";

/** What two values of one thing tell of where they came from, as advice; `undefined` when they tell nothing. */
export function valueHint(a: string, b: string): string | undefined {
  if (TIME.test(a) && TIME.test(b)) return CLOCK_HINT;
  if (FOLDER.test(a) || FOLDER.test(b)) return "a folder of the build machine: leave it out";
  return undefined;
}
