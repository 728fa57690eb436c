import { ArchiveError } from "../../archive/archive-error.ts";
import { FormatError } from "../../binary/format-error.ts";
import type { Inspection } from "../../binary/inspect/inspection.ts";
import { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import { ByteStore } from "../../platform/file/byte-store.ts";
import { openFile } from "../../platform/file/file-source.ts";
import { filesBelow, pathType } from "../../platform/file/walk.ts";
import { resolve } from "../../platform/path.ts";
import { noFile } from "../named-bytes.ts";
import { FOREIGN_HEAD, foreignFormat } from "./foreign-format.ts";
import { inspectSource, type Looked, type Looking } from "./inspect-source.ts";

/** What a look into one file tells. */
export interface InspectedFile extends Inspection {
  /** The name that was asked for; of a file in a folder, with the folder's in front. */
  readonly file: string;
  /** What is odd about it. */
  readonly findings: readonly Finding[];
}

/** What to look for. */
export interface InspectFilesOptions {
  /** Also measure where the bytes of programs are. */
  readonly sizes?: boolean;
  /** Called for each file of a folder that is no program, library, archive or package. */
  readonly onOther?: (file: string) => void;
}

/** Bytes of unpacked files that are held in memory; the rest goes to a temporary folder. */
const MEMORY = 256 << 20;

/**
 * Looks into files, and into every file of folders, one after the other, and gives each as soon as it is read. Those that
 * cannot be read are told together at the end, so that one bad file hides no other.
 *
 * @throws SlipwayError `file-not-found` or `binary-unreadable`
 * @example
 * for await (const { file, target, go } of inspectFiles(".", ["dist/hello"])) console.log(file, target, go?.version);
 */
export async function* inspectFiles(
  dir: string,
  files: readonly string[],
  options: InspectFilesOptions = {},
): AsyncGenerator<InspectedFile> {
  const failures: SlipwayError[] = [];
  const store = new ByteStore(MEMORY);
  const looking = { store, sizes: options.sizes ?? false };
  try {
    for (const { file, isNamed } of namedFiles(dir, files)) {
      try {
        const looked = await lookAt(resolve(dir, file), { file, isNamed, looking });
        if (looked !== undefined) yield { file, ...looked.inspection, findings: looked.findings };
        else if (isNamed) throw noProgram(file, await headOf(resolve(dir, file)));
        else options.onOther?.(file);
      } catch (error) {
        if (!(error instanceof SlipwayError)) throw error;
        failures.push(error);
      }
    }
  } finally {
    await store.close();
  }
  const [first, ...others] = failures;
  if (first === undefined) return;
  throw others.length === 0 ? first : new SlipwayError(first.code, first.message, { ...first.details, others });
}

/** The files that were named, and those in the folders that were. */
function* namedFiles(
  dir: string,
  files: readonly string[],
): Generator<{ readonly file: string; readonly isNamed: boolean }> {
  for (const file of files) {
    const folder = resolve(dir, file);
    if (pathType(folder) !== "folder") yield { file, isNamed: true };
    else for (const name of filesBelow(folder)) yield { file: `${file.replace(/[\\/]$/, "")}/${name}`, isNamed: false };
  }
}

async function lookAt(
  path: string,
  { file, isNamed, looking }: { readonly file: string; readonly isNamed: boolean; readonly looking: Looking },
): Promise<Looked | undefined> {
  const type = pathType(path);
  // A link in a folder may lead nowhere.
  if (type === undefined && isNamed) throw new SlipwayError("file-not-found", `There is no file "${file}"`);
  if (type === "other" && isNamed) throw noFile(file, type);
  if (type !== "file") return undefined;
  const source = await openFile(path);
  try {
    return await inspectSource(source, looking);
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    await source.close();
  }
}

function unreadable(file: string, error: unknown): unknown {
  if (error instanceof ArchiveError) {
    return new SlipwayError("binary-unreadable", `Cannot read "${file}"`, { actual: error.message });
  }
  return error instanceof FormatError ? damaged(file, error) : error;
}

function damaged(file: string, { expected, found, field, offset }: FormatError): SlipwayError {
  return new SlipwayError("binary-unreadable", `Cannot read "${file}" as a program`, {
    expected,
    actual: `${found} (${field} at offset 0x${offset.toString(16)})`,
  });
}

function noProgram(file: string, head: Uint8Array): SlipwayError {
  const { what, hint } = foreignFormat(head) ?? { what: head.length === 0 ? "an empty file" : beginning(head) };
  return new SlipwayError("binary-unreadable", `Cannot read "${file}" as a program`, {
    expected: "a program, library, archive or package",
    actual: what,
    ...(hint === undefined ? {} : { hint }),
  });
}

function beginning(head: Uint8Array): string {
  const bytes = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return `other bytes: ${bytes.join(" ")}`;
}

async function headOf(path: string): Promise<Uint8Array> {
  const source = await openFile(path);
  try {
    return await source.read(0, FOREIGN_HEAD);
  } finally {
    await source.close();
  }
}
