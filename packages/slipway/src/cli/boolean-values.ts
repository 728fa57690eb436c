import type { Command } from "commander";
import { SlipwayError } from "../errors.ts";

/** The words that Go's own flags take for yes and no. */
const YES = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const NO = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/**
 * Lets a command read `--snapshot=true` and `--snapshot=false` as GoReleaser does, for each of its flags that take no value:
 * scripts write `--snapshot=$SNAPSHOT`. The last word on a flag counts.
 */
export function readBooleanValues(command: Command): void {
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (args) => parse(plainFlags(args, switchesOf(command)));
}

function switchesOf(command: Command): ReadonlySet<string> {
  const switches = command.options.filter((option) => !option.required && !option.optional && !option.negate);
  return new Set(switches.flatMap((option) => option.long ?? []));
}

/** `--flag=true` becomes `--flag`; `--flag=false` takes it back. */
function plainFlags(args: readonly string[], switches: ReadonlySet<string>): string[] {
  let plain: string[] = [];
  for (const [at, word] of args.entries()) {
    if (word === "--") return [...plain, ...args.slice(at)];
    const equals = word.indexOf("=");
    const flag = equals < 0 ? word : word.slice(0, equals);
    if (equals < 0 || !switches.has(flag)) {
      plain.push(word);
      continue;
    }
    const value = word.slice(equals + 1);
    if (YES.has(value)) plain.push(flag);
    else if (NO.has(value)) plain = plain.filter((earlier) => earlier !== flag);
    else throw new SlipwayError("usage", `Cannot read ${word}`, { expected: `${flag}=true or ${flag}=false` });
  }
  return plain;
}
