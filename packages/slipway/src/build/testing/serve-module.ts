import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeModuleZip } from "./module-zip.ts";

/** Adds a version of a module to a module proxy in a folder: what `GOPROXY=file://...` serves. */
export function serveModule(
  folder: string,
  module: string,
  version: string,
  files: Readonly<Record<string, string>>,
): void {
  const at = join(folder, ...module.split("/"), "@v");
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "list"), `${version}\n`);
  writeFileSync(join(at, `${version}.info`), JSON.stringify({ Version: version, Time: "2026-01-02T03:04:05Z" }));
  writeFileSync(join(at, `${version}.mod`), files["go.mod"] ?? `module ${module}\n`);
  const inZip = Object.entries(files).map(([name, text]) => [`${module}@${version}/${name}`, text]);
  writeFileSync(join(at, `${version}.zip`), writeModuleZip(Object.fromEntries(inZip) as Record<string, string>));
}
