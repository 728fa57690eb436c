import { SlipwayError } from "../../errors.ts";
import { readBytesIfExists, readTextIfExists } from "../../platform/file/files.ts";
import { filesBelow, foldersFrom, listFolder, pathType } from "../../platform/file/walk.ts";
import { join, toSlash } from "../../platform/path.ts";

/** Files of a project that a bundle takes in; paths are absolute, empty for none. */
export interface BundleInputs {
  readonly page: string;
  readonly assets: string;
  readonly source: string;
}

/** Absolute paths of all that `readInputs` reads. @throws SlipwayError `file-not-found` */
export function inputFiles({ page, assets, source }: BundleInputs): { files: string[]; folders: string[] } {
  if (page !== "" && pathType(page) !== "file") throw missing("page", page);
  if (assets !== "" && pathType(assets) !== "folder") throw missing("folder of assets", assets);
  if (source !== "" && pathType(source) !== "folder") throw missing("folder of Go files", source);
  const below = assets === "" ? [] : [...filesBelow(assets)];
  return {
    files: [...(page === "" ? [] : [page]), ...below.map((name) => join(assets, name)), ...goFiles(source)],
    folders: [...(assets === "" ? [] : foldersFrom(assets)), ...(source === "" ? [] : [source])],
  };
}

/** Reads them. @throws SlipwayError `file-not-found` */
export async function readInputs(
  inputs: BundleInputs,
): Promise<{ page?: string; assets: Map<string, Uint8Array>; sources: string[] }> {
  inputFiles(inputs);
  const page = inputs.page === "" ? undefined : await readTextIfExists(inputs.page);
  const assets = new Map<string, Uint8Array>();
  for (const name of inputs.assets === "" ? [] : [...filesBelow(inputs.assets)]) {
    assets.set(toSlash(name), (await readBytesIfExists(join(inputs.assets, name))) ?? new Uint8Array());
  }
  const sources: string[] = [];
  for (const file of goFiles(inputs.source)) sources.push((await readTextIfExists(file)) ?? "");
  return { assets, sources, ...(page === undefined ? {} : { page }) };
}

function goFiles(folder: string): string[] {
  if (folder === "") return [];
  return listFolder(folder)
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
    .sort()
    .map((name) => join(folder, name));
}

function missing(what: string, path: string): SlipwayError {
  return new SlipwayError("file-not-found", `There is no ${what} "${path}"`, { where: { file: path } });
}
