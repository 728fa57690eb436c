/** Fields and functions of templates whose value is another one at every run. */
const CLOCK = /\{\{[^}]*(?:(?<![\w.])\.(?:Date|Now|Timestamp)\b|(?<![\w.])time\s)/;

/** Whether a text of the config has a template that takes the time of the run. */
export function takesClock(text: string): boolean {
  return CLOCK.test(text);
}
