import type { Command } from "commander";

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
  /** Words after `slipway`, without aliases. */
  readonly path: readonly string[];
  readonly description: string;
  readonly words: readonly string[];
}

function flatten(command: Command, path: readonly string[]): Entry[] {
  const options = command.options.flatMap((option) => option.long ?? option.short ?? []);
  const words = [...command.commands.map((child) => child.name()), ...options];
  return [
    { path, description: command.description(), words },
    ...command.commands.flatMap((child) => flatten(child, [...path, child.name()])),
  ];
}

function bash(entries: readonly Entry[]): string {
  const cases = entries
    .toSorted((a, b) => b.path.length - a.path.length)
    .map((entry) => `    "${["slipway", ...entry.path].join(" ")}"*) words="${entry.words.join(" ")}" ;;`);
  return `_slipway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line="\${COMP_WORDS[*]:0:COMP_CWORD}" words=""
  line="slipway\${line#"\${COMP_WORDS[0]}"}"
  case "$line" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _slipway slipway
`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap((entry) => {
    const condition =
      entry.path.length === 0 ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${entry.path.at(-1) ?? ""}`;
    return entry.words.map((word) => {
      const described = entries.find((other) => other.path.join(" ") === [...entry.path, word].join(" "))?.description;
      const what = word.startsWith("--")
        ? `-l ${word.slice(2)}`
        : word.startsWith("-")
          ? `-s ${word.slice(1)}`
          : `-a ${word}`;
      return `complete -c slipway -n '${condition}' ${what}${described ? ` -d '${described.replaceAll("'", "\\'")}'` : ""}`;
    });
  });
  return `${lines.join("\n")}\n`;
}
