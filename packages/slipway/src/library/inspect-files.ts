import { FormatError } from "../binary/format-error.ts";
import { inspectBinary } from "../binary/inspect/inspect-binary.ts";
import type { Inspection, InspectionProblem } from "../binary/inspect/inspection.ts";
import { judge } from "../binary/policy/judge.ts";
import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { readBytesIfExists } from "../platform/file/files.ts";
import { sha256Bytes } from "../platform/hash.ts";
import { resolve } from "../platform/path.ts";

/** What a look into one file tells. */
export interface InspectedFile extends Inspection {
  /** The name that was asked for. */
  readonly file: string;
  /** What is odd about it. */
  readonly findings: readonly Finding[];
}

/** What to look for. */
export interface InspectFilesOptions {
  /** Also measure where the bytes of programs are. */
  readonly sizes?: boolean;
}

/**
 * Looks into files, one after the other, and gives each as soon as it is read. Those that cannot be read are told together
 * at the end, so that one bad file hides no other.
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
  for (const file of files) {
    try {
      yield await inspectFile(dir, file, options);
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) return;
  throw others.length === 0 ? first : new SlipwayError(first.code, first.message, { ...first.details, others });
}

async function inspectFile(dir: string, file: string, options: InspectFilesOptions): Promise<InspectedFile> {
  const bytes = await readBytesIfExists(resolve(dir, file));
  if (bytes === undefined) throw new SlipwayError("file-not-found", `There is no file "${file}"`);
  try {
    const inspection = inspectBinary(bytes, { sizes: options.sizes ?? false });
    // Damage is told with all other problems.
    const judged = judge(inspection, bytes, { rules: { "damaged-part": "off" } }, { sha256: sha256Bytes });
    return { file, ...inspection, findings: [...inspection.problems.map(findingOf), ...judged] };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new SlipwayError("binary-unreadable", `Cannot read "${file}" as a program`, {
      expected: error.expected,
      actual: `${error.found} (${error.field} at offset 0x${error.offset.toString(16)})`,
    });
  }
}

/** A part that cannot be read, or one that contradicts another. */
function findingOf({ message, expected, found }: InspectionProblem): Finding {
  return {
    code: "binary-damaged",
    severity: "warning",
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { actual: found }),
  };
}
