import type { JsonObject } from "../../json.ts";
import type { ExplainedChange } from "../../plan/kind.ts";

interface PackageDetail {
  readonly files: readonly string[];
  readonly imports: readonly string[];
}

/** Says which packages a change of files reaches: those that hold the files, then those that import them. */
export function explainGoChange(change: ExplainedChange): string[] {
  const packages = { ...packagesOf(change.before), ...packagesOf(change.after) };
  const changed = change.causes.flatMap((cause) => ("path" in cause && cause.path !== undefined ? [cause.path] : []));
  if (changed.length === 0) return [];
  const hit = Object.keys(packages).filter((name) =>
    packages[name]!.files.some((file) =>
      changed.some((path) => path === file || path.replaceAll("\\", "/").endsWith(`/${file}`)),
    ),
  );
  const lines = hit.sort().map((name) => `${name} changed`);
  const reached = new Set(hit);
  for (let grew = true; grew;) {
    grew = false;
    for (const [name, { imports }] of Object.entries(packages)) {
      if (reached.has(name) || !imports.some((path) => reached.has(path))) continue;
      reached.add(name);
      grew = true;
    }
  }
  for (const name of [...reached].filter((name) => !hit.includes(name)).sort())
    lines.push(`${name} imports what changed`);
  return lines;
}

function packagesOf(detail: unknown): Record<string, PackageDetail> {
  const packages = (detail as JsonObject | undefined)?.["packages"];
  return (packages ?? {}) as unknown as Record<string, PackageDetail>;
}
