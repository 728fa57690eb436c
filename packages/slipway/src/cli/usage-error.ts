import type { Command, CommanderError } from "commander";
import { SlipwayError } from "../errors.ts";

/** What commander says of a command line it cannot read, as an error of ours. Nothing for help, which it prints itself. */
export function usageError(error: CommanderError, program: Command, args: readonly string[]): SlipwayError | undefined {
  const [said = "", ...more] = error.message.replace(/^error: /u, "").split("\n");
  if (error.code.startsWith("commander.help") || said === "") return undefined;
  const suggestion = more.join(" ").replace(/^\((.*)\)$/u, "$1");
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
