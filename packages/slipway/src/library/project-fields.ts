import type { Config } from "../config/config.ts";
import type { LoadedConfig } from "../config/load/load-config.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import type { TemplateHost } from "../config/template/template-host.ts";
import { goTime } from "../config/template/value/time.ts";
import { environmentValue } from "../config/template/value/environment-value.ts";
import { SlipwayError } from "../errors.ts";
import { makeFields, type Fields, type FieldsInput } from "../plan/fields.ts";
import { resolve } from "../platform/path.ts";
import type { Facts } from "../source/facts.ts";
import { projectEnvironment } from "./project-environment.ts";

/** What of a project its fields are made from. */
interface FieldsOf {
  readonly root: string;
  readonly config: Config;
  readonly loaded: Pick<LoadedConfig, "positionOf">;
  readonly facts: Facts;
  readonly host: TemplateHost;
}

/** What a run asks of its fields. */
type FieldsRun = Pick<FieldsInput, "options" | "merging">;

/** The environment of a run, what its templates see, and how they are rendered. */
export interface ProjectFields {
  readonly env: Readonly<Record<string, string>>;
  readonly fields: Fields;
  readonly render: FieldsInput["render"];
}

/**
 * The environment and the template fields of a run.
 *
 * @throws SlipwayError as `environmentOf` and `makeFields` do.
 */
export function projectFields(project: FieldsOf, run: FieldsRun): ProjectFields {
  const env = environmentOf(project, run);
  return { env, fields: fieldsWith(env, project, run), render: renderOf(project) };
}

/**
 * The environment of a run. It and the fields need each other: the lines of `env` may ask for the version, and the version's template
 * for the environment. So each line sees the fields as they are with the lines before it.
 *
 * @throws SlipwayError as `projectEnvironment` does.
 */
export function environmentOf(project: FieldsOf, run: FieldsRun): Readonly<Record<string, string>> {
  const { config, facts, host, loaded, root } = project;
  return projectEnvironment({
    config,
    env: facts.env,
    root,
    host,
    positionOf: loaded.positionOf,
    fields(soFar) {
      try {
        return fieldsWith(soFar, project, run).template;
      } catch (error) {
        if (!(error instanceof SlipwayError)) throw error;
        // A version that is made of later lines cannot be in this one: what it asks for beside the environment is told as missing.
        return { Env: environmentValue(soFar) };
      }
    },
  });
}

function fieldsWith(env: Readonly<Record<string, string>>, project: FieldsOf, run: FieldsRun): Fields {
  const { config, facts, root } = project;
  return makeFields({
    ...run,
    facts,
    config,
    project: config.project_name,
    dist: resolve(root, config.dist),
    env,
    time: goTime,
    render: renderOf(project),
  });
}

function renderOf({ host, loaded }: FieldsOf): FieldsInput["render"] {
  return (text, at, values) => renderTemplate(text, { fields: values, host, where: loaded.positionOf(at) });
}
