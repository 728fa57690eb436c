import { checkConfig, type CheckResult } from "../config/check-config.ts";
import { readTextIfExists } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import { definedOnly } from "./read-facts.ts";

/** How files are checked. */
export interface CheckFilesOptions {
  readonly strict?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
}

/**
 * Checks project files; without names, the one that would be used. Reads nothing but them: what is valid does not depend on
 * git or Go.
 *
 * @throws SlipwayError `config-not-found` for a named file that is not there.
 */
export function checkFiles(dir: string, files: readonly string[], options: CheckFilesOptions): Promise<CheckResult> {
  const { stdin } = options;
  return checkConfig(files, {
    readText: (path) => readTextIfExists(resolve(dir, path)),
    strict: options.strict ?? false,
    ...(stdin === undefined ? {} : { stdin: () => Promise.resolve(stdin) }),
    // A name that only facts could tell is no matter of the file.
    facts: { projectName: (names) => names.project_name ?? "project", mains: [], env: definedOnly(options.env) },
  });
}
