import type { Config } from "../config/config.ts";
import type { JsonObject } from "../json.ts";

/** The forge that a release goes to. */
export type Forge = "github" | "gitlab" | "gitea";

/** What tells the forge and the repository. */
export interface ReleaseUrlInput {
  readonly config: Pick<Config, "release" | "force_token" | "inert">;
  /** The git remote, without credentials. */
  readonly remote: string;
  /** The whole tag. */
  readonly tag: string;
  readonly env: Readonly<Record<string, string>>;
}

const DOWNLOADS: Readonly<Record<Forge, string>> = {
  github: "https://github.com",
  gitlab: "https://gitlab.com",
  gitea: "https://gitea.com",
};

/**
 * The page that the release will have (`ReleaseURL`), known before it exists; empty when no repository is known.
 *
 * The forge is the one whose token is set, as in GoReleaser (`internal/pipe/env`, `internal/pipe/release/scm.go`), GitHub
 * when none is.
 */
export function releaseUrl(input: ReleaseUrlInput): string {
  const forge = forgeOf(input);
  const asked = input.config.release[forge];
  const { owner, name } = asked.name === "" ? ownerAndName(input.remote) : asked;
  if (owner === "" || name === "" || input.tag === "") return "";
  const urls = input.config.inert[`${forge}_urls`] as JsonObject | undefined;
  const own = urls?.["download"];
  const base = typeof own === "string" && own !== "" && !own.includes("{{") ? own.replace(/\/$/, "") : DOWNLOADS[forge];
  return `${base}/${owner}/${name}/${forge === "gitlab" ? "-/releases" : "releases/tag"}/${input.tag}`;
}

function forgeOf({ config, env }: ReleaseUrlInput): Forge {
  if (config.force_token !== "") return config.force_token;
  const set = (["github", "gitlab", "gitea"] as const).filter((forge) => env[`${forge.toUpperCase()}_TOKEN`]);
  return set.length === 1 ? (set[0] ?? "github") : "github";
}

function ownerAndName(remote: string): { readonly owner: string; readonly name: string } {
  const path = remote
    .replace(/\.git$/, "")
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "")
    .replace(/^[^/:]*:/, "")
    .replace(/^\//, "");
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  return { owner: parts.join("/"), name };
}
