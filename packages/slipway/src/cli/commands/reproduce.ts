import { writeFile } from "node:fs/promises";
import path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Event } from "../../events.ts";
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
  readonly from?: string;
  readonly source?: string;
  readonly statement?: string;
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
    .option("--from <record>", "make again what somebody released: a dist folder, or a SLSA provenance")
    .option("--source <repository>", "the repository of that release: a folder or an address; default: the one here")
    .option("--statement <file>", "write an in-toto statement of the result, to be signed later")
    .option("--no-trace", "do not look for what brings differences about by further rebuilds")
    .option("--json", "the result as JSON")
    .option("--verbose", "show what tools print")
    .addOption(new Option("--rebuild <file>", "do one rebuild, as another slipway asks").hideHelp())
    .addHelpText(
      "after",
      "\nExamples:\n  slipway reproduce --snapshot\n  slipway reproduce --snapshot --level full\n  slipway reproduce --snapshot --vary umask,locale\n  slipway reproduce --from /tmp/downloaded --source https://git.example.com/app.git --statement app.intoto.json\n\nExit codes: 0 everything is the same again, 3 something is not.\n",
    );
  addChoiceFlags(addProjectFlags(command), RELEASE_STEPS).action(async (flags: ReproduceFlags) => {
    const library = await import("../../index.ts");
    if (flags.rebuild !== undefined) {
      const env = library.definedOnly(process.env);
      return library.rebuild(flags.rebuild, { env, signal: interruptSignal() });
    }
    const { terminal } = host;
    const dir = command.optsWithGlobals<ReproduceFlags>().C ?? ".";
    const reporter = flags.json ? undefined : await chooseReporter(terminal, flags);
    try {
      const asked = {
        level: flags.level,
        ...(flags.vary === undefined ? {} : { names: flags.vary }),
        trace: flags.trace,
        emit: (event: Event) => reporter?.emit(event),
      };
      const reproduction =
        flags.from === undefined
          ? await library.reproduceProject(await library.openProject(await openOptions(command, host)), {
              ...choiceOptions(flags),
              ...asked,
            })
          : await library.reproduceRecord({
              ...asked,
              from: flags.from,
              dir,
              ...(flags.source === undefined ? {} : { source: flags.source }),
              ...(flags.config === undefined ? {} : { file: flags.config }),
              env: library.definedOnly(process.env),
              signal: interruptSignal(),
            });
      if (flags.statement !== undefined) {
        const statement = library.reproductionStatement(reproduction, { repository: flags.source ?? "" });
        const file = flags.statement;
        await writeFile(path.resolve(dir, file), `${JSON.stringify(statement, null, 2)}\n`).catch((error: unknown) => {
          throw library.outputFailure(error, file);
        });
      }
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
