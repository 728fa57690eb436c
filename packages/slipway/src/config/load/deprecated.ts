import type { Finding } from "../../findings.ts";
import { pathText, type ConfigPath } from "../yaml/path-text.ts";
import { notice } from "./notice.ts";
import type { Positions } from "./positions.ts";

/** A section on its way from the file to the config. */
export type Section = Record<string, unknown>;

/** A key that still works and should not be written any more. */
interface Deprecated {
  /** The name in GoReleaser's list of deprecations. */
  readonly name: string;
  /** What to write in its place. */
  readonly use: string;
  /** Where it is; `*` stands for every item of a list. */
  readonly at: readonly string[];
  /** Says whether a value counts; every value does unless it says so. */
  readonly when?: (value: unknown) => boolean;
  /** Carries the value over, as GoReleaser does when it fills in defaults. */
  readonly carry?: (section: Section, key: string, moved: (to: ConfigPath) => void) => void;
}

/** All of GoReleaser 2.16 (`deprecate.Notice`), then those of the paid edition. */
export const DEPRECATED: readonly Deprecated[] = [
  { name: "archives.format", use: "archives.formats", at: ["archives", "*", "format"], carry: appendTo("formats") },
  {
    name: "archives.format_overrides.format",
    use: "archives.format_overrides.formats",
    at: ["archives", "*", "format_overrides", "*", "format"],
    carry: appendTo("formats"),
  },
  { name: "archives.builds", use: "archives.ids", at: ["archives", "*", "builds"], carry: appendTo("ids") },
  { name: "brews", use: "homebrew_casks", at: ["brews"] },
  { name: "builds.gobinary", use: "builds.tool", at: ["builds", "*", "gobinary"], carry: replaceBy("tool") },
  {
    name: "homebrew_casks.binary",
    use: "homebrew_casks.binaries",
    at: ["homebrew_casks", "*", "binary"],
    carry: appendTo("binaries"),
  },
  {
    name: "homebrew_casks.manpage",
    use: "homebrew_casks.manpages",
    at: ["homebrew_casks", "*", "manpage"],
    carry: appendTo("manpages"),
  },
  {
    name: "homebrew_casks.conflicts.formula",
    use: "homebrew_casks.conflicts.cask",
    at: ["homebrew_casks", "*", "conflicts", "*", "formula"],
  },
  { name: "dockers.retry", use: "retry", at: ["dockers", "*", "retry"] },
  { name: "docker_manifests.retry", use: "retry", at: ["docker_manifests", "*", "retry"] },
  { name: "dockers_v2.retry", use: "retry", at: ["dockers_v2", "*", "retry"] },
  {
    name: "kos.sbom",
    use: "kos.sbom: spdx",
    at: ["kos", "*", "sbom"],
    when: (value) => value === "cyclonedx" || value === "go.version-m",
    carry: (section) => {
      section["sbom"] = "none";
    },
  },
  { name: "kos.repository", use: "kos.repositories", at: ["kos", "*", "repository"], carry: appendTo("repositories") },
  { name: "mcp.github", use: "mcp", at: ["mcp", "github"], carry: liftTo },
  { name: "nfpms.builds", use: "nfpms.ids", at: ["nfpms", "*", "builds"], carry: appendTo("ids") },
  {
    name: "nfpms.maintainer",
    use: "nfpms.maintainer with a name and an address",
    at: ["nfpms", "*", "maintainer"],
    when: (value) => value === undefined || value === "",
  },
  { name: "snaps.builds", use: "snapcrafts.ids", at: ["snapcrafts", "*", "builds"], carry: appendTo("ids") },
  {
    name: "snapshot.name_template",
    use: "snapshot.version_template",
    at: ["snapshot", "name_template"],
    carry: replaceBy("version_template"),
  },
  {
    name: "nightly.name_template",
    use: "nightly.version_template",
    at: ["nightly", "name_template"],
    carry: replaceBy("version_template"),
  },
  { name: "furies", use: "gemfury", at: ["furies"], carry: appendTo("gemfury") },
];

/** Carries deprecated keys over to those that took their place, in `raw` itself, and tells of each. */
export function modernise(raw: Section, positions: Positions): Finding[] {
  const notices: Finding[] = [];
  for (const deprecated of DEPRECATED) {
    for (const [section, path] of sectionsAt(raw, deprecated.at.slice(0, -1), [])) {
      const key = deprecated.at.at(-1) ?? "";
      const value = section[key];
      if (!(deprecated.when ?? isSaid)(value)) continue;
      const at = [...path, key];
      const where = positions.ofKey(at) ?? positions.of(at);
      const missing = value === undefined || value === "";
      const message = missing ? `"${pathText(at)}" should always be set` : `"${deprecated.name}" is deprecated`;
      notices.push(
        notice("deprecated-key", message, where, missing ? `Set ${deprecated.use}` : `Use "${deprecated.use}"`),
      );
      deprecated.carry?.(section, key, (to) => positions.move(at, [...path, ...to]));
    }
  }
  return notices;
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function sectionsAt(value: unknown, at: readonly string[], path: ConfigPath): [Section, ConfigPath][] {
  const [key, ...rest] = at;
  if (value === null || typeof value !== "object") return [];
  if (key === undefined) return Array.isArray(value) ? [] : [[value as Section, path]];
  if (key === "*")
    return Array.isArray(value) ? value.flatMap((item, index) => sectionsAt(item, rest, [...path, index])) : [];
  return sectionsAt((value as Section)[key], rest, [...path, key]);
}

function appendTo(list: string): NonNullable<Deprecated["carry"]> {
  return (section, key, moved) => {
    const old = Array.isArray(section[list]) ? (section[list] as unknown[]) : [];
    const added = Array.isArray(section[key]) ? (section[key] as unknown[]) : [section[key]];
    for (const index of added.keys()) moved([list, old.length + index]);
    section[list] = [...old, ...added];
    delete section[key];
  };
}

function replaceBy(name: string): NonNullable<Deprecated["carry"]> {
  return (section, key, moved) => {
    section[name] = section[key];
    moved([name]);
    delete section[key];
  };
}

/** GoReleaser takes `mcp.github` only where `mcp` itself names nothing. */
function liftTo(section: Section, key: string, moved: (to: ConfigPath) => void): void {
  const inner = section[key] as Section;
  delete section[key];
  if (isSaid(section["name"])) return;
  for (const [name, value] of Object.entries(inner)) {
    section[name] = value;
    moved([name]);
  }
}
