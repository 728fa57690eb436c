import type { Command } from "commander";
import { optionWords } from "./option-words.ts";

/** The shells we write completions for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A completion script made from the tree of commands, so that it can never fall behind it. */
export function completionScript(program: Command, shell: (typeof SHELLS)[number]): string {
  const commands = flatten(program, []);
  if (shell === "fish") return fish(commands);
  const script = bash(commands);
  return shell === "bash" ? script : `#compdef slipway\nautoload -U +X bashcompinit && bashcompinit\n${script}`;
}

interface Entry {
  /** Words after `slipway`; a command with aliases has an entry for each of its names. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly string[];
  /** Words that an option takes, by its name. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

function flatten(command: Command, path: readonly string[]): Entry[] {
  const namesOf = (child: Command): string[] => [child.name(), ...child.aliases()];
  const values = command.options.flatMap((option) => {
    const words = optionWords(option);
    return words.length === 0 || option.long == null ? [] : [[option.long, words] as const];
  });
  const own: Entry = {
    path,
    commands: command.commands.flatMap((child) =>
      namesOf(child).map((name) => ({ name, description: child.description() })),
    ),
    options: command.options.flatMap((option) => option.long ?? option.short ?? []),
    values: new Map(values),
  };
  const below = command.commands.flatMap((child) => namesOf(child).map((name) => [child, name] as const));
  return [own, ...below.flatMap(([child, name]) => flatten(child, [...path, name]))];
}

/**
 * A word that begins with a dash is an option; any other is a command, a word of the option before it, or a file. Lists with commas
 * are completed at their end. Bash makes a word of the `=` in `--skip=prove`.
 */
function bash(entries: readonly Entry[]): string {
  const cases = entries
    .toSorted((a, b) => b.path.length - a.path.length || b.path.join(" ").length - a.path.join(" ").length)
    .map(({ path, commands, options, values }) => {
      const names = commands.map(({ name }) => name).join(" ");
      const known = [...values].map(([option, words]) => `${option}) values="${words.join(" ")}" ;;`);
      const pick = known.length === 0 ? "" : `; case "$before" in ${known.join(" ")} esac`;
      return `    "${["slipway", ...path].join(" ")} "*) commands="${names}" options="${options.join(" ")}"${pick} ;;`;
    });
  return `_slipway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" line="\${COMP_WORDS[*]:0:COMP_CWORD} "
  local commands="" options="" values="" head=""
  [ "$before" = "=" ] && before="\${COMP_WORDS[COMP_CWORD-2]}"
  [ "$current" = "=" ] && current=""
  line="slipway\${line#"\${COMP_WORDS[0]}"}"
  case "$line" in
${cases.join("\n")}
  esac
  if [ -n "$values" ]; then
    case "$current" in *,*) head="\${current%,*}," ;; esac
    COMPREPLY=($(compgen -P "$head" -W "$values" -- "\${current##*,}"))
    return
  fi
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$commands" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _slipway slipway
`;
}

function fish(entries: readonly Entry[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const lines = entries.flatMap(({ path, commands, options, values }) => {
    const last = path.at(-1);
    const condition = last === undefined ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${last}`;
    const start = `complete -c slipway -n '${condition}'`;
    return [
      ...commands.map(({ name, description }) => `${start} -a ${name} -d ${quote(description)}`),
      ...options.map((option) => {
        const words = values.get(option);
        const name = option.startsWith("--") ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`;
        return `${start} ${name}${words === undefined ? "" : ` -x -a ${quote(words.join(" "))}`}`;
      }),
    ];
  });
  return `${lines.join("\n")}\n`;
}
