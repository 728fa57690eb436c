import { Argument, type Command } from "commander";
import { completionScript, SHELLS } from "../completion-script.ts";
import type { CommandHost } from "../command-host.ts";

/** `slipway completion SHELL`. */
export function addCompletion(program: Command, host: CommandHost): void {
  program
    .command("completion")
    .description("print a completion script")
    .addArgument(new Argument("<shell>", "the shell to complete for").choices(SHELLS))
    .addHelpText(
      "after",
      "\nExamples:\n  slipway completion bash >/etc/bash_completion.d/slipway\n  slipway completion fish >~/.config/fish/completions/slipway.fish\n",
    )
    .action((shell: (typeof SHELLS)[number]) => host.terminal.out(completionScript(program, shell)));
}
