import { ArchiveError } from "../../archive/archive-error.ts";
import type { ByteSource } from "../../archive/zip/find-central.ts";
import { detectFormat } from "../../binary/detect-format.ts";
import { FormatError } from "../../binary/format-error.ts";
import type { ContainerFormat, InspectedPart, Inspection, InspectionProblem } from "../../binary/inspect/inspection.ts";
import { examine } from "../../binary/policy/examine.ts";
import type { Contents, Part } from "../../contents/container.ts";
import { CONTAINER_HEAD, detectContainer } from "../../contents/detect-container.ts";
import { openContents } from "../../contents/open-contents.ts";
import type { Finding } from "../../findings.ts";
import type { Json } from "../../json.ts";
import { byteFinder } from "../../platform/byte-finder.ts";
import type { ByteStore } from "../../platform/file/byte-store.ts";
import { sha256Bytes } from "../../platform/hash.ts";
import { FOREIGN_HEAD, foreignFormat } from "./foreign-format.ts";
import { MARKS, MAX_DESCRIPTION, readControl, readRpmTags, type PackageFacts } from "./package-facts.ts";

/** What looking needs on its way. */
export interface Looking {
  readonly store: ByteStore;
  /** Also measure where the bytes of programs are. */
  readonly sizes: boolean;
}

/** What was seen, and what is odd about the programs in it; `artifact` names the one inside that a finding is about. */
export interface Looked {
  readonly inspection: Inspection;
  readonly findings: readonly Finding[];
}

/** Archives within archives; deeper ones are told by name only. */
const MAX_DEPTH = 6;
/** Programs above this size are not read: readers want them in memory. */
const MAX_PROGRAM = 1 << 30;
/** Members that are told; the rest are counted. */
const MAX_PARTS = 1000;
/** Parts that could not be read that are told by name. */
const MAX_PROBLEMS = 100;
/** Members of one archive that are looked into. */
const MAX_LOOKED_INTO = 1000;
/** Enough for every magic, PE's behind its DOS program included. */
const HEAD = 1 << 16;

/**
 * Looks into a file by what it is: a program, or an archive or package with programs in it. `undefined` for everything
 * else.
 *
 * @throws FormatError or ArchiveError for a damaged one
 */
export async function inspectSource(source: ByteSource, looking: Looking, depth = 0): Promise<Looked | undefined> {
  if (depth >= MAX_DEPTH && detectContainer(await source.read(0, CONTAINER_HEAD)) !== undefined)
    throw new ArchiveError("unsupported", 0, `An archive in ${MAX_DEPTH} others is not opened`);
  const contents = await openContents(source, looking.store);
  if (contents === undefined) return inspectProgramFile(source, looking, depth > 0);
  try {
    return await inspectContainer(contents, source.size, looking, depth);
  } finally {
    await contents.close();
  }
}

async function inspectProgramFile(
  source: ByteSource,
  { sizes }: Looking,
  isInside: boolean,
): Promise<Looked | undefined> {
  const head = source.size > MAX_PROGRAM ? undefined : await source.read(0, HEAD);
  const format = head === undefined ? undefined : detectFormat(head);
  if (head === undefined || format === undefined) return undefined;
  try {
    return examine(await source.read(0, source.size), {}, { sizes, sha256: sha256Bytes, byteFinder });
  } catch (error) {
    // Object files of Windows and programs of AIX begin with two bytes that other data may begin with too.
    if (isInside && error instanceof FormatError && (format === "xcoff" || (format === "pe" && head[0] !== 0x4d)))
      return undefined;
    throw error;
  }
}

async function inspectContainer(contents: Contents, size: number, looking: Looking, depth: number): Promise<Looked> {
  const { kind } = contents;
  if (kind === "gzip" || kind === "xz" || kind === "zstd")
    return inspectCompressed(contents, kind, size, looking, depth);
  if (kind === "deb") return inspectDeb(contents, size, looking, depth);
  const parts = kind === "rpm" ? await rpmParts(contents, looking, depth) : await lookInto(contents, looking, depth);
  const format = kind === "folder" ? "tar" : kind;
  const named =
    kind === "rpm" ? { format, facts: readRpmTags(contents.facts) } : await packageOf(format, contents.parts);
  return joined(named.format, size, parts, named.facts);
}

/** Suffixes of a tar by what it is compressed with. */
const TAR = { gzip: "tar.gz", xz: "tar.xz", zstd: "tar.zst" } as const;

/** A compressed tar is told as one archive; anything else compressed as one file in another. */
async function inspectCompressed(
  contents: Contents,
  kind: keyof typeof TAR,
  size: number,
  looking: Looking,
  depth: number,
): Promise<Looked> {
  const content = await contents.parts[0]!.open!();
  try {
    const inner = await openContents(content, looking.store);
    if (inner?.kind !== "tar") {
      await inner?.close();
      const looked = await inspectSource(content, looking, depth + 1);
      return joined(kind, size, [{ name: "", offset: 0, looked }]);
    }
    try {
      const { format, facts } = await packageOf(TAR[kind], inner.parts);
      return joined(format, size, await lookInto(inner, looking, depth), facts);
    } finally {
      await inner.close();
    }
  } finally {
    await content.release();
  }
}

/** The payload's files stand for the package; its description says what it is. */
async function inspectDeb(contents: Contents, size: number, looking: Looking, depth: number): Promise<Looked> {
  let facts: PackageFacts | undefined;
  const parts: LookedPart[] = [];
  for (const part of contents.parts) {
    if (part.name.startsWith("control.tar")) {
      const control = await tolerant(() => fileWithin(part, /^(?:\.\/)?control$/, looking));
      if (control.problem !== undefined) parts.push(unread(part, control.problem));
      if (control.value !== undefined) facts = readControl(control.value);
    } else if (part.name.startsWith("data.tar")) parts.push(...(await payloadParts(part, looking, depth)));
  }
  return joined("deb", size, parts, facts);
}

async function rpmParts(contents: Contents, looking: Looking, depth: number): Promise<readonly LookedPart[]> {
  const [payload] = contents.parts;
  return payload === undefined ? [] : payloadParts(payload, looking, depth);
}

/** The files of an archive, compressed or not, that stands in a package; the archive itself when it cannot be read. */
async function payloadParts(part: Part, looking: Looking, depth: number): Promise<readonly LookedPart[]> {
  const read = await tolerant(() => withInner(part, looking, async (inner) => lookInto(inner, looking, depth)));
  return read.value ?? [unread(part, read.problem ?? "")];
}

function unread({ name, offset }: Part, problem: string): LookedPart {
  return { name, offset, looked: undefined, problem };
}

async function fileWithin(part: Part, pattern: RegExp, looking: Looking): Promise<string | undefined> {
  return withInner(part, looking, async (inner) => {
    const file = inner.parts.find((each) => pattern.test(each.name));
    return file === undefined ? undefined : readText(file);
  });
}

/**
 * Opens an archive in a part through at most one layer of compression.
 *
 * @throws ArchiveError when it cannot be read, or is no archive
 */
async function withInner<T>(part: Part, looking: Looking, use: (inner: Contents) => Promise<T>): Promise<T> {
  const content = await part.open!();
  try {
    const outer = await openArchive(content, looking);
    if (outer.parts[0]?.name !== "" || outer.parts[0].open === undefined) return await use(outer);
    const unpacked = await outer.parts[0].open();
    try {
      return await use(await openArchive(unpacked, looking));
    } finally {
      await unpacked.release();
      await outer.close();
    }
  } finally {
    await content.release();
  }
}

async function openArchive(source: ByteSource, { store }: Looking): Promise<Contents> {
  const contents = await openContents(source, store);
  if (contents !== undefined) return contents;
  const what = foreignFormat(await source.read(0, FOREIGN_HEAD))?.what ?? "no archive that is known";
  throw new ArchiveError("unsupported", 0, `It is ${what}`);
}

interface LookedPart {
  readonly name: string;
  readonly offset: number;
  /** `undefined` for what is no program and holds none. */
  readonly looked: Looked | undefined;
  /** Whether it was left out because enough programs were seen. */
  readonly isSkipped?: boolean;
  /** Why it could not be read. */
  readonly problem?: string | undefined;
}

/** Looks into each file of an archive; what cannot be read in it, or is no program, is told by name only. */
async function lookInto(contents: Contents, looking: Looking, depth: number): Promise<readonly LookedPart[]> {
  const parts: LookedPart[] = [];
  let left = MAX_LOOKED_INTO;
  for (const part of contents.parts) {
    if (part.type !== "file" || part.open === undefined) continue;
    const place = { name: part.name, offset: part.offset };
    if (left === 0) {
      parts.push({ ...place, looked: undefined, isSkipped: true });
      continue;
    }
    const { value: looked, problem } = await tolerant(() => lookAtPart(part, looking, depth));
    const isEmpty = looked === undefined || holdsNothing(looked.inspection);
    if (!isEmpty) left--;
    parts.push({ ...place, looked: isEmpty ? undefined : looked, problem });
  }
  return parts;
}

async function lookAtPart(part: Part, looking: Looking, depth: number): Promise<Looked | undefined> {
  const content = await part.open!();
  try {
    return await inspectSource(content, looking, depth + 1);
  } finally {
    await content.release();
  }
}

/** A compressed manual, say: to look into an archive without programs tells nothing. */
function holdsNothing({ kind, format, parts, problems }: Inspection): boolean {
  return (
    kind === "archive" && format !== "ar" && problems.length === 0 && parts.every((part) => part.inspection === null)
  );
}

interface Tolerated<T> {
  readonly value?: T;
  readonly problem?: string;
}

/** Why something cannot be read, where that is so. */
async function tolerant<T>(look: () => Promise<T>): Promise<Tolerated<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    if (error instanceof FormatError || error instanceof ArchiveError) return { problem: error.message };
    throw error;
  }
}

/** What an archive is by the files in it, and what it says of itself. */
async function packageOf(
  format: ContainerFormat,
  parts: readonly Part[],
): Promise<{ readonly format: ContainerFormat; readonly facts: PackageFacts | undefined }> {
  for (const mark of MARKS[format] ?? []) {
    const file = parts.find((part) => mark.pattern.test(part.name));
    const read = file === undefined ? {} : await tolerant(() => readText(file));
    const facts = read.value === undefined ? undefined : mark.read(read.value);
    if (facts !== undefined && facts.name !== "") return { format: mark.format, facts };
  }
  const isImage = parts.some((part) => part.name === "oci-layout") || isDockerSave(parts);
  return { format: isImage ? "image" : format, facts: undefined };
}

function isDockerSave(parts: readonly Part[]): boolean {
  return parts.some((part) => part.name === "manifest.json") && parts.some((part) => /\.tar$|^blobs\//.test(part.name));
}

async function readText(part: Part): Promise<string> {
  if (part.open === undefined || part.size > MAX_DESCRIPTION) return "";
  const content = await part.open();
  try {
    return new TextDecoder().decode(await content.read(0, content.size));
  } finally {
    await content.release();
  }
}

/** What could not be read, through archives in archives; of a program it is a finding. */
function problemsOf({ name, looked, problem }: LookedPart): InspectionProblem[] {
  const prefix = name === "" ? "" : `${name}: `;
  if (problem !== undefined) return [{ message: `${prefix}${problem}` }];
  if (looked === undefined || (looked.inspection.kind !== "archive" && looked.inspection.kind !== "package")) return [];
  return looked.inspection.problems.map((each) => ({ message: `${prefix}${each.message}` }));
}

const PACKAGES: ReadonlySet<ContainerFormat> = new Set(["deb", "rpm", "apk", "arch", "npm", "wheel", "image"]);

/** Tells an archive by the programs in it. */
function joined(format: ContainerFormat, size: number, parts: readonly LookedPart[], facts?: PackageFacts): Looked {
  const programs = parts.flatMap(({ looked }) => (looked === undefined ? [] : [looked.inspection]));
  const targets = new Set(programs.flatMap(({ target }) => target ?? []));
  const first = programs.find(({ go }) => go !== null) ?? programs[0];
  const told = [...parts]
    .sort((a, b) => Number(b.looked !== undefined) - Number(a.looked !== undefined))
    .slice(0, MAX_PARTS);
  const inspection: Inspection = {
    format,
    size,
    target: targets.size === 1 ? ([...targets][0] ?? null) : null,
    variant: targets.size === 1 ? (first?.variant ?? null) : null,
    kind: PACKAGES.has(format) ? "package" : "archive",
    bits: null,
    endian: null,
    go: first?.go ?? null,
    libraries: [],
    sections: [],
    signature: null,
    details: {
      parts: parts.length,
      skipped: parts.filter((part) => part.isSkipped).length,
      package: facts === undefined ? null : (facts as unknown as Json),
    },
    parts: told.map(({ name, offset, looked }): InspectedPart => {
      return { name, offset, inspection: looked?.inspection ?? null };
    }),
    problems: parts.flatMap(problemsOf).slice(0, MAX_PROBLEMS),
  };
  const findings = parts.flatMap(({ name, looked }) =>
    (looked?.findings ?? []).map((finding) => ({
      ...finding,
      artifact: [name, finding.artifact].filter((word) => word !== undefined && word !== "").join("/"),
    })),
  );
  return { inspection, findings };
}
