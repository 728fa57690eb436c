import { capture } from "../../platform/process/capture.ts";
import { portionsOf } from "../../platform/process/portions.ts";

/** Where hooks run `go`, and with what. */
export interface KeptQuestion {
  readonly cwd: string;
  /** As hooks have it, `GOCACHE` included. */
  readonly env: Readonly<Record<string, string>>;
  /** The part of a condition of a `go list` template that is true for packages that count. */
  readonly condition: string;
  readonly signal: AbortSignal;
}

/**
 * Build IDs of what Go would take from its cache, were it told without flags to build everything here and the standard library: what hooks that
 * compile a program need of others. Nothing is compiled for it, whatever is missing.
 */
export async function keptResults({ cwd, env, condition, signal }: KeptQuestion): Promise<readonly string[]> {
  const list = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await capture(["go", "list", "-e", ...args], { cwd, env, signal });
    return stdout.split("\n").filter(Boolean);
  };
  // A build ID is only told of what is compiled, and asking would compile it.
  const there = `{{if and (not .Stale) ${condition}}}{{.ImportPath}}{{end}}`;
  const packages = await list("-deps", "-f", there, "./...", "std");
  const ids: string[] = [];
  for (const portion of portionsOf(packages))
    ids.push(...(await list("-export", "-f", "{{.BuildID}}", "--", ...portion)));
  return ids;
}
