import path from "node:path";
import { splitWords } from "../build/hook/shell-words.ts";

/** What a workflow gives the action; the names are those of GoReleaser's action. */
export interface ActionInputs {
  /** A version of the npm package, `latest`, or the path of a program. */
  readonly version: string;
  /** Arguments of the command, as one line. */
  readonly args: readonly string[];
  /** Where it runs, absolute. */
  readonly folder: string;
  readonly installOnly: boolean;
}

/** Reads them from the variables that the runner sets. @throws Error for a value that is none. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ActionInputs {
  const input = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const installOnly = input("install-only") || "false";
  if (installOnly !== "true" && installOnly !== "false") {
    throw new Error(`install-only must be true or false, and is "${installOnly}"`);
  }
  const args = splitWords(input("args"));
  if (installOnly === "false" && args.length === 0) {
    throw new Error(
      'args is empty: give it what slipway shall do, for example "release --snapshot", or set install-only',
    );
  }
  return {
    version: input("version") || "latest",
    args,
    folder: path.resolve(env["GITHUB_WORKSPACE"] ?? ".", input("workdir") || "."),
    installOnly: installOnly === "true",
  };
}
