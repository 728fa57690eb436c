import { ArchiveError } from "../../archive/archive-error.ts";
import type { EntryHead } from "../../archive/entry.ts";
import { FormatError } from "../../binary/format-error.ts";
import { headerTarget, type HeaderTarget } from "../../binary/inspect/header-target.ts";
import { isProgram, readBinary } from "../../binary/read-binary.ts";
import type { Finding } from "../../findings.ts";
import { readBytesNow } from "../../platform/file/walk.ts";
import { sha256 } from "../../platform/hash.ts";
import { join } from "../../platform/path.ts";
import { openArchive } from "./open-archive.ts";
import { unpackMembers } from "./unpack-members.ts";

/** A program that an archive must hold. */
export interface ExpectedProgram {
  readonly name: string;
  /** Names in the archive that are right, best first. */
  readonly members: readonly string[];
  /** SHA-256 of the program that was built, where that is known. */
  readonly digest?: string;
}

/** What an archive must be. */
export interface ExpectedArchive {
  /** Its name, for people. */
  readonly name: string;
  readonly format: string;
  readonly target: { readonly os: string; readonly arch: string };
  readonly programs: readonly ExpectedProgram[];
}

/** An unpacked archive: where each program of it is, and what is wrong. */
export interface CheckedArchive {
  readonly programs: ReadonlyMap<string, string>;
  readonly members: number;
  readonly findings: readonly Finding[];
}

/** Unpacks an archive and holds what is in it against what must be. */
export async function checkArchive(
  path: string,
  expected: ExpectedArchive,
  { to, signal }: { readonly to: string; readonly signal: AbortSignal },
): Promise<CheckedArchive> {
  const { name, format } = expected;
  const first = expected.programs[0]?.name ?? name;
  let entries: readonly EntryHead[];
  try {
    entries = await unpackMembers(openArchive(path, format, first), { to, signal });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const finding: Finding = {
      code: "archive-unreadable",
      severity: "error",
      message: `"${name}" cannot be unpacked: ${error.message}`,
      artifact: name,
      hint: "whoever downloads it meets the same fault: make it again",
    };
    return { programs: new Map(), members: 0, findings: [finding] };
  }
  const programs = new Map<string, string>();
  const findings: Finding[] = [];
  for (const program of expected.programs) {
    const entry = program.members.flatMap((member) => entries.find((each) => each.name === member) ?? [])[0];
    if (entry === undefined || entry.type !== "file") {
      findings.push(missing(expected, program, entries));
      continue;
    }
    const file = join(to, entry.name);
    const faults = programFaults(expected, program, entry, readBytesNow(file));
    findings.push(...faults);
    if (faults.length === 0) programs.set(program.name, file);
  }
  return { programs, members: entries.length, findings };
}

function missing(expected: ExpectedArchive, program: ExpectedProgram, entries: readonly EntryHead[]): Finding {
  const names = entries.map((entry) => entry.name);
  return {
    code: "archive-program-missing",
    severity: "error",
    message: `"${expected.name}" does not hold the program "${program.name}"`,
    artifact: expected.name,
    expected: program.members.join(" or "),
    actual: names.length === 0 ? "an empty archive" : names.slice(0, 8).join(", ") + (names.length > 8 ? ", ..." : ""),
    hint: "look at the archive's `ids`, `files` and hooks: something packs without the program",
  };
}

function programFaults(
  expected: ExpectedArchive,
  program: ExpectedProgram,
  entry: EntryHead,
  bytes: Uint8Array,
): Finding[] {
  const found: Finding[] = [];
  const { target } = expected;
  const about = { severity: "error", artifact: expected.name } as const;
  const isForeign = ["windows", "js", "wasip1", "plan9"].includes(target.os);
  if (!isForeign && (entry.mode & 0o111) === 0) {
    found.push({
      ...about,
      code: "archive-not-executable",
      message: `"${entry.name}" in "${expected.name}" cannot be executed once it is unpacked`,
      expected: "mode 0755",
      actual: `mode 0${entry.mode.toString(8)}`,
      hint: "mend what packs or repacks it: something loses the modes",
    });
  }
  const is = targetOf(bytes);
  const differs = (own: string | undefined, wanted: string): boolean => own !== undefined && own !== wanted;
  if (target.arch !== "all" && (differs(is?.os, target.os) || differs(is?.arch, target.arch))) {
    found.push({
      ...about,
      code: "archive-wrong-target",
      message: `"${entry.name}" in "${expected.name}" is a program for another platform`,
      expected: `${target.os}/${target.arch}`,
      actual: is?.os === "" ? "no program" : `${is?.os ?? target.os}/${is?.arch ?? "?"}`,
      hint: "a hook or a prebuilt path mixes up platforms",
    });
  } else if (program.digest !== undefined && sha256(bytes) !== program.digest) {
    found.push({
      ...about,
      code: "archive-other-program",
      message: `"${entry.name}" in "${expected.name}" is not the program that was built`,
      expected: `SHA-256 ${program.digest}`,
      actual: `SHA-256 ${sha256(bytes)}`,
      hint: "something changed the program between build and archive",
    });
  }
  return found;
}

/** What the header says, as far as it tells: an ELF file may leave the system open, a universal one is for several machines. */
function targetOf(bytes: Uint8Array): HeaderTarget | undefined {
  // A script for an interpreter goes wherever that is.
  if (bytes[0] === 0x23 && bytes[1] === 0x21) return undefined;
  try {
    const binary = readBinary(bytes);
    return isProgram(binary) ? headerTarget(binary) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return { os: "", arch: "" };
    throw error;
  }
}
