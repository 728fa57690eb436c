import type { RunContext } from "../../plan/kind.ts";
import { readTextIfExists } from "../../platform/file/files.ts";
import { resolve } from "../../platform/path.ts";
import type { GoSettings } from "./go-build-params.ts";

/** Files that flags name and that Go reads instead of, or beside, the sources: a profile, an overlay and what it lays over. */
export async function flagFiles(settings: GoSettings, context: Pick<RunContext, "root" | "env">): Promise<string[]> {
  const flags = [...settings.flags, ...(settings.env["GOFLAGS"] ?? context.env["GOFLAGS"] ?? "").split(/\s+/)];
  const named = flags.flatMap((flag) => /^--?(?:pgo|overlay)=(.+)$/.exec(flag)?.[1] ?? []);
  const files = named
    .filter((name) => name !== "auto" && name !== "off")
    .map((name) => resolve(context.root, settings.dir, name));
  for (const flag of flags) {
    const overlay = /^--?overlay=(.+)$/.exec(flag)?.[1];
    if (overlay === undefined) continue;
    const text = await readTextIfExists(resolve(context.root, settings.dir, overlay));
    files.push(...overlaid(text ?? "{}").map((file) => resolve(context.root, settings.dir, file)));
  }
  return files;
}

/** The replacements of an overlay file (`go help build`, -overlay); none when Go is going to refuse it. */
function overlaid(text: string): string[] {
  try {
    const { Replace } = JSON.parse(text) as { Replace?: Readonly<Record<string, unknown>> };
    return Object.values(Replace ?? {}).filter((file): file is string => typeof file === "string" && file !== "");
  } catch {
    return [];
  }
}
