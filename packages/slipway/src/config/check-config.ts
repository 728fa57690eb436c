import type { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { crossProblems } from "./cross-problems.ts";
import { applyDefaults } from "./defaults/apply-defaults.ts";
import type { DefaultsFacts } from "./defaults/defaults-facts.ts";
import { loadConfig, type LoadOptions } from "./load/load-config.ts";

/** GoReleaser's codes of `check`: valid, invalid, valid with deprecated keys. */
export type CheckCode = 0 | 1 | 2;

/** What was found in one file. */
export interface CheckedConfig {
  /** Nothing when no file was named and none is there. */
  readonly file?: string;
  readonly code: CheckCode;
  readonly problems: readonly SlipwayError[];
  readonly notices: readonly Finding[];
}

/** Checks of several files. */
export interface CheckResult {
  /** 1 when a file is invalid, else 2 when one has deprecated keys. GoReleaser takes the best of several; we the worst. */
  readonly code: CheckCode;
  readonly files: readonly CheckedConfig[];
}

/** How configs are checked. */
export interface CheckOptions extends Omit<LoadOptions, "file"> {
  readonly facts: Omit<DefaultsFacts, "hasFile">;
}

/**
 * Checks files of the config language; without names, the one that would be used.
 *
 * @throws {SlipwayError} `config-not-found` for a file that is not there.
 */
export async function checkConfig(files: readonly string[], options: CheckOptions): Promise<CheckResult> {
  const names = files.length === 0 ? [undefined] : files;
  const checked: CheckedConfig[] = [];
  for (const name of names) checked.push(await checkOne(name, options));
  const codes = new Set(checked.map((one) => one.code));
  return { code: codes.has(1) ? 1 : codes.has(2) ? 2 : 0, files: checked };
}

async function checkOne(file: string | undefined, options: CheckOptions): Promise<CheckedConfig> {
  const loaded = await loadConfig({ ...options, ...(file === undefined ? {} : { file }) });
  const config = applyDefaults(loaded.raw, { ...options.facts, hasFile: loaded.file !== undefined });
  const problems = [
    ...loaded.problems,
    ...(loaded.problems.length > 0 ? [] : crossProblems(config, loaded.positionOf)),
  ];
  const isDeprecated = loaded.notices.some((found) => found.code === "deprecated-key");
  return {
    ...(loaded.file === undefined ? {} : { file: loaded.file }),
    code: problems.length > 0 ? 1 : isDeprecated ? 2 : 0,
    problems,
    notices: loaded.notices,
  };
}
