import { relative, resolve, toSlash } from "../platform/path.ts";
import { jsonReporter } from "../report/json.ts";
import { makeStyle, type Style } from "../report/style.ts";
import type { Reporter } from "../report/reporter.ts";

/** What a command may know of the place it prints to. */
export interface Terminal {
  /** Results go here: tables, plans, JSON. */
  readonly out: (text: string) => void;
  /** Progress, warnings and errors go here. */
  readonly err: (text: string) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
}

/** The terminal of this process. Colours only on a terminal, never with `NO_COLOR`; `FORCE_COLOR` insists. */
export function processTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const color = (stream: NodeJS.WriteStream): boolean => {
    if (env["NO_COLOR"]) return false;
    if (env["FORCE_COLOR"] && env["FORCE_COLOR"] !== "0") return true;
    return stream.isTTY && env["TERM"] !== "dumb";
  };
  // A reader that went away (`slipway plan | head`) wants no more; the work goes on.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outStyle: makeStyle(color(process.stdout)),
    errStyle: makeStyle(color(process.stderr)),
  };
}

/** The reporter that fits: NDJSON for `--json`, annotations on GitHub, a live view on a terminal, else plain lines. */
export async function chooseReporter(
  terminal: Terminal,
  options: { readonly json?: boolean; readonly verbose?: boolean; readonly C?: string },
  env: NodeJS.ProcessEnv = process.env,
): Promise<Reporter> {
  if (options.json) return jsonReporter(terminal.out);
  if (env["GITHUB_ACTIONS"] === "true") {
    const { githubReporter } = await import("../report/github.ts");
    return githubReporter(terminal.err, terminal.errStyle, folderInRepository(options.C, env));
  }
  if (process.stderr.isTTY && !env["CI"] && env["TERM"] !== "dumb" && !options.verbose) {
    const { liveReporter } = await import("../report/live.ts");
    return liveReporter(process.stderr, terminal.errStyle, () => performance.now());
  }
  const { plainReporter } = await import("../report/plain.ts");
  return plainReporter(terminal.err, terminal.errStyle, options);
}

/** Where a project lies in the repository that GitHub checked out, for annotations; `""` for its top, and outside of it. */
export function folderInRepository(dir = ".", env: NodeJS.ProcessEnv = process.env): string {
  const workspace = env["GITHUB_WORKSPACE"];
  if (workspace === undefined || workspace === "") return "";
  const folder = toSlash(relative(resolve(workspace), resolve(dir)));
  return folder === ".." || folder.startsWith("../") ? "" : folder;
}
