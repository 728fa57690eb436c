import type { ContainerFormat } from "../../binary/inspect/inspection.ts";

/** What a package says of itself. Empty words are left out. */
export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  /** In the package format's own words: `amd64`, `x86_64`, `noarch`, `linux x64`. */
  readonly architecture?: string;
  /** Other packages that it needs, as written. */
  readonly depends?: readonly string[];
}

/** A file of an archive that makes it a package, and how it is read. */
export interface PackageMark {
  readonly format: ContainerFormat;
  readonly pattern: RegExp;
  read(text: string): PackageFacts | undefined;
}

/** Bytes of the largest description that is read. */
export const MAX_DESCRIPTION = 4 << 20;

/** The files by which archives of each kind are told to be packages. */
export const MARKS: Readonly<Partial<Record<ContainerFormat, readonly PackageMark[]>>> = {
  // An apk is several gzip streams of one tar; Arch's packages have the same file with other words in it.
  "tar.gz": [
    { format: "apk", pattern: /^\.PKGINFO$/, read: readPkgInfo },
    { format: "npm", pattern: /^package\/package\.json$/, read: readPackageJson },
  ],
  "tar.zst": [{ format: "arch", pattern: /^\.PKGINFO$/, read: readPkgInfo }],
  "tar.xz": [{ format: "arch", pattern: /^\.PKGINFO$/, read: readPkgInfo }],
  zip: [{ format: "wheel", pattern: /^[^/]+\.dist-info\/METADATA$/, read: readWheel }],
};

/** `control` of a Debian package (deb-control(5)): the fields of its first paragraph. */
export function readControl(text: string): PackageFacts {
  const fields = headerFields(text);
  const [name, version] = [fields.get("package") ?? "", fields.get("version") ?? ""];
  return facts(name, version, fields.get("architecture"), list(fields.get("depends")));
}

/** Tags of an RPM header by their names. */
export function readRpmTags(tags: Readonly<Record<string, string>>): PackageFacts {
  const version = [tags["VERSION"], tags["RELEASE"]].filter((word) => word !== undefined).join("-");
  // What begins with rpmlib( is asked of rpm itself.
  const depends = list(tags["REQUIRENAME"]).filter((name) => !name.startsWith("rpmlib("));
  return facts(tags["NAME"] ?? "", version, tags["ARCH"], depends);
}

function readPkgInfo(text: string): PackageFacts {
  const lines = text.split("\n").map((line) => /^(\w+) = (.*)$/.exec(line));
  const all = (key: string): string[] => lines.flatMap((line) => (line?.[1] === key ? [line[2] ?? ""] : []));
  return facts(all("pkgname")[0] ?? "", all("pkgver")[0] ?? "", all("arch")[0], all("depend"));
}

function readPackageJson(text: string): PackageFacts | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { name, version, os, cpu, dependencies } = parsed as Record<string, unknown>;
  const words = [os, cpu].flat().filter((word) => typeof word === "string");
  const depends = typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
  return facts(
    typeof name === "string" ? name : "",
    typeof version === "string" ? version : "",
    words.join(" "),
    depends,
  );
}

/** METADATA of a wheel (core metadata specification). Its file name, not a file in it, tells the platform. */
function readWheel(text: string): PackageFacts {
  const fields = headerFields(text);
  const depends = [...text.split("\n\n", 1)[0]!.matchAll(/^Requires-Dist: (.*)$/gm)].map(([, name = ""]) => name);
  return facts(fields.get("name") ?? "", fields.get("version") ?? "", undefined, depends);
}

/** Fields of the first paragraph by lower-case name; lines that continue one are left out. */
function headerFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") break;
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (match !== null && !fields.has(match[1]!.toLowerCase())) fields.set(match[1]!.toLowerCase(), match[2]!);
  }
  return fields;
}

function list(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function facts(
  name: string,
  version: string,
  architecture: string | undefined,
  depends: readonly string[],
): PackageFacts {
  return {
    name,
    version,
    ...(architecture === undefined || architecture === "" ? {} : { architecture }),
    ...(depends.length === 0 ? {} : { depends }),
  };
}
