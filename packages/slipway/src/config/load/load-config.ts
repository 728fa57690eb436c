import { SlipwayError, type Place } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import type { Raw } from "../schema/project-file.ts";
import type { ConfigPath } from "../yaml/path-text.ts";
import { modernise } from "./deprecated.ts";
import { CONFIG_NAMES, findConfig, type FoundConfig, type ReadText } from "./find-config.ts";
import { joinIncludes } from "./includes.ts";
import { refuseInert, warnOfInert } from "./inert.ts";
import { notice, warning } from "./notice.ts";
import { Positions } from "./positions.ts";

/** How a config is loaded. */
export interface LoadOptions {
  /** The file of `-f`; `-` reads `stdin`. Without it the file is looked for. */
  readonly file?: string;
  readonly readText: ReadText;
  /** Needed for `file: "-"`. */
  readonly stdin?: () => Promise<string>;
  /** Sections that do nothing yet are problems. */
  readonly strict?: boolean;
  /** Sections that are read; the others are passed over, whatever they hold. Default all. */
  readonly sections?: ReadonlySet<string>;
}

/** What the project file says, before defaults. */
export interface LoadedConfig {
  /** Valid only when there are no problems; deprecated keys are carried over and includes joined. */
  readonly raw: Raw;
  /** The project file; nothing when there is none and defaults hold. */
  readonly file?: string;
  /** The project file and all that it includes. */
  readonly files: readonly string[];
  /** Deprecated keys (`deprecated-key`), sections without effect (`config-inert-section`) and the like. */
  readonly notices: readonly Finding[];
  /** Everything that is wrong, in the order of the file. */
  readonly problems: readonly SlipwayError[];
  /** Where a value was written; `offset` counts UTF-16 units inside its text. */
  readonly positionOf: (path: ConfigPath, offset?: number) => Place | undefined;
}

/**
 * Finds and reads the project file. What is wrong with its content is in `problems`.
 *
 * @throws {SlipwayError} `config-not-found` for a `file` that is not there.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const found = await chosen(options);
  const positions = new Positions();
  if (found === undefined) {
    const hint = `Write one with "slipway init"`;
    const notices = [notice("config-none", "There is no project file; defaults hold", undefined, hint)];
    return { raw: {}, files: [], notices, problems: [], positionOf: () => undefined };
  }
  const joined = await joinIncludes(found.name, found.text, options.readText, options.sections);
  positions.add(joined.spots);
  const problems = [...joined.problems];
  const notices = [...joined.notices, ...modernise(joined.raw, positions)];
  const inert = warnOfInert(joined.raw, positions);
  if (inert && options.strict === true) problems.push(refuseInert(inert));
  else if (inert) notices.push(inert);
  if (found.others.length > 0) {
    notices.push(
      warning(
        "config-other-file",
        `"${found.name}" is read, not ${found.others.map((name) => `"${name}"`).join(" and ")}`,
        undefined,
        "Keep one of them, or name one with -f",
      ),
    );
  }
  return {
    raw: joined.raw,
    file: found.name,
    files: joined.files,
    notices,
    problems,
    positionOf: (path, offset) => positions.of(path, offset),
  };
}

/**
 * Ends with all problems of a file in one error; the others are in its details.
 *
 * @throws {SlipwayError} when there are problems.
 */
export function refuseProblems(loaded: Pick<LoadedConfig, "problems">): void {
  const [first, ...others] = loaded.problems;
  if (first === undefined) return;
  throw others.length === 0 ? first : new SlipwayError(first.code, first.message, { ...first.details, others });
}

async function chosen(options: LoadOptions): Promise<FoundConfig | undefined> {
  const { file } = options;
  if (file === undefined) return await findConfig(options.readText);
  if (file === "-") {
    if (options.stdin === undefined)
      throw new SlipwayError("usage", "There is no standard input to read the config from");
    return { name: "-", text: await options.stdin(), others: [] };
  }
  const text = await options.readText(file);
  if (text !== undefined) return { name: file, text, others: [] };
  throw new SlipwayError("config-not-found", `There is no config file "${file}"`, {
    expected: "a file in YAML",
    hint: `Name another with -f, or leave it out to look for ${CONFIG_NAMES[0]}, .goreleaser.yaml and the like`,
  });
}
