import { InvalidArgumentError, Option, type Command } from "commander";
import { suggestWord } from "../../plan/suggest.ts";
import { VARIATIONS, type VariationName } from "../../prove/reproduce/variation.ts";
import { reproductionText } from "../../report/reproduction-text.ts";
import type { CommandHost } from "../command-host.ts";
import { interruptSignal } from "../interrupt.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";
import { addChoiceFlags, choiceOptions, type ChoiceFlags } from "../run-flags.ts";
import { chooseReporter } from "../terminal.ts";

interface ReproduceFlags extends ChoiceFlags {
  readonly level: "quick" | "full";
  readonly vary?: readonly VariationName[];
  readonly trace: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly rebuild?: string;
}

/** `slipway reproduce`: builds again from a clean clone, elsewhere. Exit 3 when something comes out otherwise. */
export function addReproduce(program: Command, host: CommandHost): void {
  const command = program
    .command("reproduce")
    .description(
      "build again from a clean clone in other surroundings, compare every file, and say what differs and why",
    )
    .addOption(new Option("--level <level>", "how much is varied").choices(["quick", "full"]).default("quick"))
    .option("--vary <names>", `vary these only: ${VARIATIONS.map(({ name }) => name).join(", ")}`, variations)
    .option("--no-trace", "do not look for what brings differences about by further rebuilds")
    .option("--json", "the result as JSON")
    .option("--verbose", "show what tools print")
    .addOption(new Option("--rebuild <file>", "do one rebuild, as another slipway asks").hideHelp())
    .addHelpText(
      "after",
      "\nExamples:\n  slipway reproduce --snapshot\n  slipway reproduce --snapshot --level full\n  slipway reproduce --snapshot --vary umask,locale\n\nExit codes: 0 everything is the same again, 3 something is not.\n",
    );
  addChoiceFlags(addProjectFlags(command), RELEASE_STEPS).action(async (flags: ReproduceFlags) => {
    const library = await import("../../index.ts");
    if (flags.rebuild !== undefined) {
      const env = library.definedOnly(process.env);
      return library.rebuild(flags.rebuild, { env, signal: interruptSignal() });
    }
    const { terminal } = host;
    const reporter = flags.json ? undefined : await chooseReporter(terminal, flags);
    try {
      const project = await library.openProject(await openOptions(command, host));
      const reproduction = await library.reproduceProject(project, {
        ...choiceOptions(flags),
        level: flags.level,
        ...(flags.vary === undefined ? {} : { names: flags.vary }),
        trace: flags.trace,
        emit: (event) => reporter?.emit(event),
      });
      reporter?.close();
      host.exit(reproduction.reproducible ? 0 : 3);
      terminal.out(
        flags.json ? `${JSON.stringify(reproduction, null, 2)}\n` : reproductionText(reproduction, terminal.outStyle),
      );
    } finally {
      reporter?.close();
    }
  });
}

function variations(value: string): readonly VariationName[] {
  const known = VARIATIONS.map(({ name }) => name);
  return value.split(",").map((word) => {
    const name = known.find((each) => each === word.trim());
    if (name !== undefined) return name;
    const meant = suggestWord(word, known);
    throw new InvalidArgumentError(
      `"${word}" is none of ${known.join(", ")}.${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`,
    );
  });
}
