import type { Config } from "../config/config.ts";
import type { TemplateHost } from "../config/template/template-host.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import type { Place } from "../errors.ts";
import { SlipwayError } from "../errors.ts";
import { variableName } from "../platform/host/variable-name.ts";
import { isAbsolute, join } from "../platform/path.ts";
import { readTextNow } from "../platform/file/walk.ts";

/** What the environment of a project is made from. */
export interface EnvironmentInput {
  readonly config: Pick<Config, "env" | "env_files">;
  readonly env: Readonly<Record<string, string>>;
  readonly root: string;
  readonly host: TemplateHost;
  /** What a line's template sees when the environment is this one. */
  fields(env: Readonly<Record<string, string>>): Readonly<Record<string, unknown>>;
  positionOf(path: readonly (string | number)[]): Place | undefined;
  /** Whether names are those of Windows; default whether this is one. */
  readonly windows?: boolean;
}

/**
 * The environment of the project's commands and of `.Env`: that of the process, the tokens that `env_files` name where the
 * environment has none, then the config's `env` lines in order, each a template that sees those before it
 * and the fields that every template sees. (GoReleaser renders these lines before it knows any tag, so that there a version is empty.)
 *
 * @throws SlipwayError `config-invalid` for a line without `=`, and what templates throw.
 */
export function projectEnvironment(input: EnvironmentInput): Readonly<Record<string, string>> {
  const env: Record<string, string> = { ...tokens(input), ...input.env };
  input.config.env.forEach((line, index) => {
    const where = input.positionOf(["env", index]);
    const fields = line.includes("{{") ? input.fields(env) : {};
    const text = renderTemplate(line, { fields, host: input.host, where });
    const equals = text.indexOf("=");
    if (equals < 1) {
      throw new SlipwayError("config-invalid", `The env line ${JSON.stringify(line)} has no name and value`, {
        ...(where === undefined ? {} : { where }),
        expected: "NAME=value",
        actual: line,
      });
    }
    env[variableName(text.slice(0, equals), input.windows)] = text.slice(equals + 1);
  });
  return env;
}

const TOKENS = [
  ["github_token", "GITHUB_TOKEN"],
  ["gitlab_token", "GITLAB_TOKEN"],
  ["gitea_token", "GITEA_TOKEN"],
] as const;

/** Tokens in files; a file that is not there gives none. */
function tokens(input: EnvironmentInput): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, name] of TOKENS) {
    const file = input.config.env_files[key];
    if (file === "" || input.env[name]) continue;
    const home = input.host.home;
    const path = file.startsWith("~/") && home !== undefined ? join(home, file.slice(2)) : file;
    const text = readTextNow(isAbsolute(path) ? path : join(input.root, path));
    // The first line that says something, as GoReleaser reads it.
    const token = text?.split("\n").find((line) => line.trim() !== "");
    if (token !== undefined) found[name] = token.trim();
  }
  return found;
}
