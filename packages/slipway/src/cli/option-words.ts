import type { Option } from "commander";

const known = new WeakMap<Option, readonly string[]>();

/** Tells shells which words an option takes, where its own parser and not commander's `choices` knows. */
export function completeWith(option: Option, words: readonly string[]): Option {
  known.set(option, words);
  return option;
}

/** The words that an option takes; none when it takes anything. */
export function optionWords(option: Option): readonly string[] {
  return known.get(option) ?? option.argChoices ?? [];
}
