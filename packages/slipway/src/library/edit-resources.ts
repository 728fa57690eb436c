import { EditError } from "../binary/edit-error.ts";
import { FormatError } from "../binary/format-error.ts";
import { programResources } from "../binary/pe/program-resources.ts";
import { writeSyso } from "../binary/pe/write-resources.ts";
import type { NewResource } from "../binary/pe/write-resources.ts";
import { SlipwayError } from "../errors.ts";
import { writeFileAtomic } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import { editFile } from "./edit-file.ts";
import type { EditedFile, EditFileOptions } from "./edit-file.ts";
import { readNamedBytes } from "./named-bytes.ts";
import { outputFailure } from "./output-failure.ts";

/** Files and texts that become resources of a Windows program. */
export interface ResourceFiles {
  readonly icon?: string;
  readonly manifest?: string;
  readonly version?: string;
  readonly strings?: Readonly<Record<string, string>>;
}

/**
 * Adds icon, manifest and version to a linked Windows program.
 *
 * @throws SlipwayError as `editFile` does, and `edit-refused` for a file that is no icon
 */
export async function addResourcesToFile(
  dir: string,
  file: string,
  files: ResourceFiles,
  options: EditFileOptions = {},
): Promise<EditedFile> {
  return editFile(dir, file, [{ kind: "add-resources", resources: await readResources(dir, files) }], options);
}

/**
 * Writes them as an object that the go command links into the program beside whose sources it lies.
 *
 * @throws SlipwayError `edit-refused` for an architecture that Windows programs of Go do not have
 */
export async function writeSysoFile(dir: string, output: string, arch: string, files: ResourceFiles): Promise<number> {
  const resources = await readResources(dir, files);
  const bytes = refusing(output, () => writeSyso(resources, arch));
  try {
    await writeFileAtomic(resolve(dir, output), bytes);
  } catch (error) {
    throw outputFailure(error, output);
  }
  return bytes.length;
}

async function readResources(dir: string, files: ResourceFiles): Promise<readonly NewResource[]> {
  const read = async (file: string | undefined): Promise<Uint8Array | undefined> =>
    file === undefined ? undefined : readNamedBytes(dir, file);
  const [icon, manifest] = await Promise.all([read(files.icon), read(files.manifest)]);
  const resources = refusing(files.icon ?? "resources", () =>
    programResources({
      ...(icon === undefined ? {} : { icon }),
      ...(manifest === undefined ? {} : { manifest }),
      ...(files.version === undefined ? {} : { version: files.version }),
      ...(files.strings === undefined ? {} : { strings: files.strings }),
    }),
  );
  if (resources.length > 0) return resources;
  throw new SlipwayError("usage", "There is nothing to add", {
    expected: "an icon, a manifest, a version or strings",
  });
}

function refusing<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof EditError || error instanceof FormatError || error instanceof RangeError)) throw error;
    throw new SlipwayError("edit-refused", error.message, { actual: what, cause: error });
  }
}
