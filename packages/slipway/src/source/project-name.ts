import type { Facts } from "./facts.ts";

/** What the config says about names. Empty text counts as missing. */
export interface NameConfig {
  readonly projectName?: string;
  /** `release.github.name`, `release.gitlab.name`, `release.gitea.name`, in this order. */
  readonly repositories?: readonly string[];
  /** `release.disable` */
  readonly releaseDisabled?: boolean;
}

/**
 * GoReleaser's project name: the config's, else the first of the `Cargo.toml` name, the release repository's name, the
 * last element of the module path (so a `/v2` module is called `v2`) and the git remote's name.
 *
 * The repository's name is itself taken from the remote unless releases are disabled, since GoReleaser fills in the
 * `release` section first; so in a clone the remote comes before the module (seen with 2.16.0).
 *
 * Returns `undefined` when nothing tells a name.
 */
export function projectName(config: NameConfig, facts: Pick<Facts, "module" | "names">): string | undefined {
  const { cargo, remote } = facts.names;
  const candidates = [
    config.projectName,
    cargo,
    ...(config.repositories ?? []),
    config.releaseDisabled ? undefined : remote,
    facts.module?.path.split("/").at(-1)?.trim(),
    remote,
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
