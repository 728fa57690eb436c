import { noteUsage } from "../../graph/store/usage.ts";
import { ensureFolder } from "../../platform/file/files.ts";
import { cacheFolder } from "../../platform/host/cache-folder.ts";

/** Notes for `slipway cache stats` which compile packs were used. */
export async function noteHelp(
  env: Readonly<Record<string, string>>,
  help: readonly { readonly bytes: number; readonly ms: number }[],
): Promise<void> {
  const spared = help.map((each) => ({ level: "packs" as const, ...each }));
  const folder = cacheFolder({ env });
  await ensureFolder(folder).catch(() => undefined);
  await noteUsage(folder, spared);
}
