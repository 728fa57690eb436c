import { initConfig, type InitResult } from "../config/init-config.ts";
import { SlipwayError } from "../errors.ts";
import { readTextIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import { usesCgo } from "../source/go/uses-cgo.ts";
import { projectName } from "../source/project-name.ts";
import { readFacts, type FactsOptions } from "./read-facts.ts";

/**
 * Writes a first project file for the module in `dir` and has git ignore `dist/`.
 *
 * @throws SlipwayError `config-exists` when there is one already, and what is wrong with the module (`go-*`).
 */
export async function initProject(dir: string, options: FactsOptions): Promise<InitResult> {
  const facts = await readFacts(dir, options);
  const { module } = facts;
  if (module === undefined) {
    const problem = facts.problems.find((found) => found.code.startsWith("go-"));
    throw new SlipwayError("go-mod-missing", problem?.message ?? `There is no Go module in "${dir}"`, {
      hint: problem?.hint ?? "run go mod init",
    });
  }
  return initConfig(
    {
      projectName: projectName({ hasFile: false }, facts) ?? "program",
      module: module.path,
      mains: facts.mains,
      cgo: usesCgo(module.localModules),
    },
    {
      readText: (path) => readTextIfExists(resolve(facts.root, path)),
      writeText: (path, text) => writeFileAtomic(resolve(facts.root, path), text),
    },
  );
}
