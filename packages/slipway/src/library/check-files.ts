import { checkConfig, type CheckedConfig, type CheckResult } from "../config/check-config.ts";
import { readTextIfExists } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import { checkTemplates } from "./check-templates.ts";
import { definedOnly, projectRoot } from "./read-facts.ts";

/** How files are checked. */
export interface CheckFilesOptions {
  readonly strict?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
}

/**
 * Checks project files; without names, the one that would be used. Keys and values are read by themselves; then the templates
 * are rendered, for which the project around the file is looked at.
 *
 * @throws SlipwayError `config-not-found` for a named file that is not there, `usage` for a folder that is not there.
 */
export async function checkFiles(
  dir: string,
  files: readonly string[],
  options: CheckFilesOptions,
): Promise<CheckResult> {
  projectRoot(dir);
  const result = await checkConfig(files, configOptions(dir, options));
  const checked: CheckedConfig[] = [];
  for (const each of result.files) checked.push(await withTemplates(each, dir, options));
  const codes = new Set(checked.map(({ code }) => code));
  return { code: codes.has(1) ? 1 : codes.has(2) ? 2 : 0, files: checked };
}

async function withTemplates(checked: CheckedConfig, dir: string, options: CheckFilesOptions): Promise<CheckedConfig> {
  if (checked.code === 1 || checked.file === undefined) return checked;
  const { env, stdin } = options;
  const found = await checkTemplates({ dir, env, file: checked.file, ...(stdin === undefined ? {} : { stdin }) });
  return {
    ...checked,
    code: found.problems.length > 0 ? 1 : checked.code,
    problems: [...checked.problems, ...found.problems],
    notices: [...checked.notices, ...found.notices],
  };
}

function configOptions(dir: string, options: CheckFilesOptions): Parameters<typeof checkConfig>[1] {
  const { stdin } = options;
  return {
    readText: (path) => readTextIfExists(resolve(dir, path)),
    strict: options.strict ?? false,
    ...(stdin === undefined ? {} : { stdin: () => Promise.resolve(stdin) }),
    // A name that only facts could tell is no matter of the file.
    facts: { projectName: (names) => names.project_name ?? "project", mains: [], env: definedOnly(options.env) },
  };
}
