import type { Command, CommanderError } from "commander";
import { SlipwayError } from "../errors.ts";
import { successorOfFlag } from "./removed-flags.ts";

/** What commander says of a command line it cannot read, as an error of ours. Nothing for help, which it prints itself. */
export function usageError(error: CommanderError, program: Command, args: readonly string[]): SlipwayError | undefined {
  const [said = "", ...more] = error.message.replace(/^error: /u, "").split("\n");
  if (error.code.startsWith("commander.help") || said === "") return undefined;
  const successor = successorOfFlag(/^unknown option '([^']*)'/u.exec(said)?.[1] ?? "");
  const suggestion =
    successor === undefined
      ? more.join(" ").replace(/^\((.*)\)$/u, "$1")
      : `GoReleaser 2 has it no more. Write ${successor}`;
  return new SlipwayError("usage", `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`, {
    hint: suggestion === "" ? `slipway ${commandOf(program, args)}--help says what is known` : suggestion,
  });
}

/** The words of the line that name a command, each with a space behind it. */
function commandOf(program: Command, args: readonly string[]): string {
  const words = args.filter((word) => !word.startsWith("-"));
  let command: Command | undefined = program;
  let path = "";
  for (const word of words) {
    command = command?.commands.find((child) => child.name() === word || child.aliases().includes(word));
    if (command === undefined) break;
    path += `${word} `;
  }
  return path;
}
