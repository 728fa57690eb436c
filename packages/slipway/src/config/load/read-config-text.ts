import { isMap, isScalar } from "yaml";
import { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import { projectFile } from "../schema/project-file.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import { successorOf } from "./removed-keys.ts";
import { readValue, type Spot } from "../yaml/read-value.ts";
import type { Section } from "./deprecated.ts";
import { notice, warning } from "./notice.ts";

/** One file of the config language, read and checked. */
export interface ConfigText {
  readonly raw: Section;
  readonly spots: ReadonlyMap<string, Spot>;
  readonly problems: readonly SlipwayError[];
  readonly notices: readonly Finding[];
}

/**
 * Reads one file, or only some sections of it. Never throws for what the file says: everything that is wrong is in
 * `problems`.
 */
export function readConfigText(file: string, text: string, sections?: ReadonlySet<string>): ConfigText {
  try {
    const yaml = parseYaml(file, text);
    if (sections !== undefined && isMap(yaml.root)) {
      yaml.root.items = yaml.root.items.filter(({ key }) => isScalar(key) && sections.has(String(key.value)));
    }
    const { value, problems, spots } = readValue(yaml, projectFile, successorOf);
    const raw = (value ?? {}) as Section;
    const notices = versionNotices(file, raw, spots);
    if (yaml.secondDocument !== undefined) {
      notices.push(
        notice(
          "config-second-document",
          "Only the first document of the file is read",
          yaml.text.place(yaml.secondDocument),
        ),
      );
    }
    return { raw, spots, problems, notices };
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    return { raw: {}, spots: new Map(), problems: [error, ...(error.details.others ?? [])].map(alone), notices: [] };
  }
}

/** The error without those that came with it, which are listed beside it. */
function alone(error: SlipwayError): SlipwayError {
  const { others: _, ...details } = error.details;
  return new SlipwayError(error.code, error.message, details);
}

/** GoReleaser wants its files to say `version: 2` and goes on without it; ours need not say it. */
function versionNotices(file: string, raw: Section, spots: ReadonlyMap<string, Spot>): Finding[] {
  const version = raw["version"] as number | undefined;
  if (version === 2 || (version === undefined && !/goreleaser\.ya?ml$/u.test(file))) return [];
  const spot = spots.get("version");
  const where = spot ? spot.file.text.place(...rangeOf(spot)) : { file };
  const said = version === undefined ? "This file names no version" : `This file names version ${version}`;
  return [warning("config-version", `${said}; it is read as version 2`, where, 'Write "version: 2" at its top')];
}

function rangeOf(spot: Spot): [number, number] {
  const [start, end] = spot.node.range ?? [0, 1];
  return [start, end];
}
