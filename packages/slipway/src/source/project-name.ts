import { repositoryName } from "./git/remote-url.ts";
import type { Facts } from "./facts.ts";

/** What the config says about names. Every field is optional; empty text counts as missing. */
export interface NameConfig {
  readonly project_name?: string | undefined;
  /** `release.github.name`, `release.gitlab.name`, `release.gitea.name`, in this order. */
  readonly repositories?: readonly (string | undefined)[];
}

/**
 * GoReleaser's project name: the config's, else the first of the `Cargo.toml` name, the release repository's name, the
 * last element of the module path (so a `/v2` module is called `v2`) and the git remote's name.
 *
 * Returns `undefined` when nothing tells a name.
 */
export function projectName(config: NameConfig, facts: Pick<Facts, "module" | "git" | "names">): string | undefined {
  const cargo = facts.names["cargo"];
  const candidates = [
    config.project_name,
    typeof cargo === "string" ? cargo : undefined,
    ...(config.repositories ?? []),
    facts.module?.path.split("/").at(-1)?.trim(),
    facts.git === undefined ? undefined : repositoryName(facts.git.url),
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate !== "");
}

/** The `name` of the `[package]` table of a `Cargo.toml`; enough TOML for that one line. */
export function cargoName(text: string): string | undefined {
  let table = "";
  for (const row of text.split("\n")) {
    const header = /^\s*\[([^\]]+)\]\s*(#.*)?$/.exec(row);
    if (header) table = (header[1] ?? "").trim();
    const name = table === "package" ? /^\s*name\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(row) : undefined;
    if (name) return name[1] ?? name[2];
  }
  return undefined;
}
