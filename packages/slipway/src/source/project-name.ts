import type { Facts } from "./facts.ts";

/** What the config says about names. Empty text counts as missing. */
export interface NameConfig {
  readonly projectName?: string;
  /** `release.github.name`, `release.gitlab.name`, `release.gitea.name`, in this order. */
  readonly repositories?: readonly string[];
  /** `release.disable` */
  readonly releaseDisabled?: boolean;
  /** There is a project file; where there is none, GoReleaser's order binds nobody. */
  readonly hasFile?: boolean;
}

/**
 * GoReleaser's project name: the config's, else the first of the `Cargo.toml` name, the release repository's name, the
 * last element of the module path (so a `/v2` module is called `v2`) and the git remote's name.
 *
 * The repository's name is itself taken from the remote unless releases are disabled, since GoReleaser fills in the
 * `release` section first; so in a clone the remote comes before the module (seen with 2.16.0).
 *
 * Without a project file, a module in a folder of a larger repository (`examples/hello`) is called by its own name: the
 * repository's says nothing of it.
 *
 * Returns `undefined` when nothing tells a name.
 */
export function projectName(config: NameConfig, facts: Pick<Facts, "module" | "names" | "git">): string | undefined {
  const { cargo, remote } = facts.names;
  const module = facts.module?.path.split("/").at(-1)?.trim();
  const isPart = facts.git !== undefined && facts.module !== undefined && facts.module.dir !== facts.git.top;
  const candidates = [
    config.projectName,
    cargo,
    ...(config.repositories ?? []),
    config.hasFile === false && isPart ? module : undefined,
    config.releaseDisabled ? undefined : remote,
    module,
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
