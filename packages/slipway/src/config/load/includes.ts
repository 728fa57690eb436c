import { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import { pathKey } from "../yaml/path-text.ts";
import type { Spot } from "../yaml/read-value.ts";
import type { Section } from "./deprecated.ts";
import type { ReadText } from "./find-config.ts";
import { readConfigText, type ConfigText } from "./read-config-text.ts";

/** How many files may include each other in a row. */
const MAX_INCLUDE_DEPTH = 10;

/** A file and all that it includes, joined. */
export interface JoinedConfig {
  readonly raw: Section;
  readonly spots: ReadonlyMap<string, Spot>;
  readonly problems: readonly SlipwayError[];
  readonly notices: readonly Finding[];
  /** All files that were read, the project file first. */
  readonly files: readonly string[];
}

/**
 * Reads what a file includes, in order and recursively, and joins it: sections key by key, lists one after the other
 * with the included items first, and for everything else the file that includes wins over what it includes, a later
 * include over an earlier one. Other sections than `sections` are passed over, whatever they hold.
 */
export async function joinIncludes(
  file: string,
  text: string,
  readText: ReadText,
  sections?: ReadonlySet<string>,
): Promise<JoinedConfig> {
  return await join(file, readConfigText(file, text, sections), { readText, sections }, [file]);
}

/** How files are read. */
interface Reading {
  readonly readText: ReadText;
  readonly sections: ReadonlySet<string> | undefined;
}

async function join(file: string, own: ConfigText, reading: Reading, chain: readonly string[]): Promise<JoinedConfig> {
  const problems = [...own.problems];
  const notices = [...own.notices];
  const files = [file];
  let raw: Section = {};
  let spots: ReadonlyMap<string, Spot> = new Map();
  for (const [index, include] of ((own.raw["includes"] ?? []) as Section[]).entries()) {
    const part = await readInclude(include, own.spots, index, reading, chain);
    if (part instanceof SlipwayError) problems.push(part);
    else {
      problems.push(...part.problems);
      notices.push(...part.notices);
      files.push(...part.files);
      const added: Joined = { raw: part.raw, spots: part.spots };
      ({ raw, spots } = merge({ raw, spots }, added));
    }
  }
  const { includes: _, ...rest } = own.raw;
  const joined =
    files.length === 1 ? { raw: rest, spots: own.spots } : merge({ raw, spots }, { raw: rest, spots: own.spots });
  return { ...joined, problems, notices, files };
}

async function readInclude(
  include: Section,
  spots: ReadonlyMap<string, Spot>,
  index: number,
  reading: Reading,
  chain: readonly string[],
): Promise<JoinedConfig | SlipwayError> {
  const spot = spots.get(pathKey(["includes", index]));
  const [start, end] = spot?.node.range ?? [0, 1];
  const refuse = (message: string, hint: string): SlipwayError =>
    new SlipwayError("config-include", message, { ...(spot ? { where: spot.file.text.place(start, end) } : {}), hint });
  const url = (include["from_url"] as { url?: string } | undefined)?.url;
  if (include["from_url"] !== undefined) {
    return refuse(
      `Cannot include "${url ?? ""}": a plan must not depend on the network`,
      "Download the file into the project and include it with from_file",
    );
  }
  const path = (include["from_file"] as Section | undefined)?.["path"];
  if (typeof path !== "string" || path === "")
    return refuse("An include names no file", "Write from_file: {path: FILE}");
  if (chain.includes(path))
    return refuse(`"${path}" includes itself: ${[...chain, path].join(" > ")}`, "Take one of the includes out");
  if (chain.length > MAX_INCLUDE_DEPTH)
    return refuse("Files include each other too deeply", `At most ${MAX_INCLUDE_DEPTH} in a row are read`);
  const text = await reading.readText(path);
  if (text === undefined)
    return refuse(`There is no file "${path}" to include`, "Paths of includes begin at the project folder");
  return await join(path, readConfigText(path, text, reading.sections), reading, [...chain, path]);
}

interface Joined {
  readonly raw: Section;
  readonly spots: ReadonlyMap<string, Spot>;
}

/** Lays `over` on `under`. */
function merge(under: Joined, over: Joined): Joined {
  const spots = new Map(under.spots);
  // How far each list of `over` moves, by the path of the list.
  const shifts = new Map<string, number>();
  const raw = mergeSections(under.raw, over.raw, "", shifts);
  for (const [key, spot] of over.spots) spots.set(shiftKey(key, shifts), spot);
  return { raw, spots };
}

function mergeSections(under: Section, over: Section, path: string, shifts: Map<string, number>): Section {
  const merged: Section = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const old = Object.hasOwn(under, key) ? under[key] : undefined;
    const at = path === "" ? key : `${path}\u0000${key}`;
    if (Array.isArray(old) && Array.isArray(value)) {
      shifts.set(at, old.length);
      merged[key] = [...(old as unknown[]), ...(value as unknown[])];
    } else if (isSection(old) && isSection(value)) merged[key] = mergeSections(old, value, at, shifts);
    else merged[key] = value;
  }
  return merged;
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shiftKey(key: string, shifts: ReadonlyMap<string, number>): string {
  for (const [list, shift] of shifts) {
    if (!key.startsWith(`${list}\u0000`)) continue;
    const [index = "", ...rest] = key.slice(list.length + 1).split("\u0000");
    if (/^\d+$/u.test(index)) return [list, String(Number(index) + shift), ...rest].join("\u0000");
  }
  return key;
}
