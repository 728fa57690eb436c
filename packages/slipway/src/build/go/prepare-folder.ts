import type { RunContext } from "../../plan/kind.ts";
import { copyFile, ensureFolder, exists } from "../../platform/file/files.ts";
import { dirname, join } from "../../platform/path.ts";
import type { GoBuildParams } from "./go-build-params.ts";

/** Where `go` runs and the flags that this needs. */
export interface PreparedFolder {
  readonly folder: string;
  readonly extra: readonly string[];
  /** The copy of go.mod that Go may write to, and what it is a copy of. */
  readonly modfile?: { readonly copy: string; readonly original: string };
}

/**
 * The folder that `go` runs in: that of the config; for a build from the module proxy one with the go.mod that names
 * the release. With `-mod=mod`, which would write to go.mod and go.sum, Go is given copies to write to.
 */
export async function prepareFolder(
  params: GoBuildParams,
  context: Pick<RunContext, "root" | "scratch" | "input">,
): Promise<PreparedFolder> {
  if (params.proxy !== null) {
    const folder = join(context.scratch, "proxy");
    await ensureFolder(folder);
    for (const name of ["go.mod", "go.sum"]) {
      await copyFile(context.input(`${params.proxy}/${name}`), join(folder, name));
    }
    return { folder, extra: [] };
  }
  const folder = join(context.root, params.settings.dir);
  const asked = [...params.settings.flags, ...(params.settings.env["GOFLAGS"] ?? "").split(" ")];
  if (!asked.some((flag) => /^--?mod=mod$/.test(flag)) || asked.some((flag) => /^--?modfile=/.test(flag))) {
    return { folder, extra: [] };
  }
  const module = await moduleFolder(folder);
  if (module === undefined) return { folder, extra: [] };
  const copy = join(context.scratch, "module");
  await ensureFolder(copy);
  for (const name of ["go.mod", "go.sum"]) {
    if (await exists(join(module, name))) await copyFile(join(module, name), join(copy, name));
  }
  const modfile = { copy: join(copy, "go.mod"), original: join(module, "go.mod") };
  return { folder, extra: [`-modfile=${modfile.copy}`], modfile };
}

/** The folder of the go.mod that a folder belongs to. */
export async function moduleFolder(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, "go.mod"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
