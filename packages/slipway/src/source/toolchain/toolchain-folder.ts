import { join } from "../../platform/path.ts";

/** Where our own download of a toolchain lies; `<folder>.ok` beside it says that it is whole and what it was checked against. */
export function toolchainFolder(
  cacheFolder: string,
  name: string,
  host: { readonly os: string; readonly arch: string },
): string {
  return join(cacheFolder, "toolchains", `${name}.${host.os}-${host.arch}`);
}
