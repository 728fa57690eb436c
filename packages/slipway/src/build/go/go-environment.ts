import type { RunContext } from "../../plan/kind.ts";
import { cpuCount } from "../../platform/host/cpu-count.ts";
import { passesThrough } from "../../source/go/passed-variables.ts";
import type { GoSettings } from "./go-build-params.ts";

/** What a run adds to the settings. */
export interface GoEnvironmentOptions {
  /** Folder for Go's temporary files: on the file system of the output, so that it is moved there and never copied. */
  readonly temporary: string;
  /** CC, CXX and what they need, chosen for this machine. */
  readonly compiler?:
    | {
        /** In place of which the config may say something else. */
        readonly env: Readonly<Record<string, string>>;
        /** What stands in place of the config's own. */
        readonly wrapped?: Readonly<Record<string, string>>;
      }
    | undefined;
}

/**
 * The whole environment of a `go` command: what may pass from outside, then the settings of the task. Everything else
 * that Go reads is set here, so that neither the shell nor `go env -w` has a say.
 */
export function goEnvironment(
  settings: GoSettings,
  context: Pick<RunContext, "facts" | "env" | "memory"> & Partial<Pick<RunContext, "cores">>,
  options: GoEnvironmentOptions,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(context.facts.goEnv), ...Object.entries(context.env)]) {
    if (value !== "" && passesThrough(name)) env[name] = value;
  }
  Object.assign(env, {
    GOENV: "off",
    GOFLAGS: "",
    GOTOOLCHAIN: "local",
    GOTMPDIR: options.temporary,
    ...compilerMemory(context.memory),
    ...compilerThreads(context.cores),
    CGO_ENABLED: settings.cgo.enabled ? "1" : "0",
    ...options.compiler?.env,
  });
  for (const name of settings.named) {
    const value = context.env[name];
    if (value !== undefined) env[name] = value;
  }
  Object.assign(env, settings.env, settings.platform, options.compiler?.wrapped);
  // What our own helper keeps lies in Go's build cache, and compile packs bring it there with fewer requests.
  if (OWN_HELPER.test(env["GOCACHEPROG"] ?? "")) delete env["GOCACHEPROG"];
  return env;
}

const OWN_HELPER = /\bslipway\b.*\bcache prog\b/;

/**
 * Threads of the go command, of each compiler, and compilers at once. While other builds keep the other cores busy, one
 * compiler on one core takes about a tenth less CPU for the same bytes than more that wait for one another.
 */
function compilerThreads(cores: number | undefined): Record<string, string> {
  return cores === undefined || cores >= cpuCount() ? {} : { GOMAXPROCS: String(cores) };
}

/**
 * cmd/compile is a Go program that lives for seconds: with its collector off it takes about a tenth less CPU for the
 * same bytes. The limit keeps a big package within what the task was given; half, since compilers run side by side.
 */
function compilerMemory(bytes: number): Record<string, string> {
  const MiB = 1 << 20;
  const limit = Math.max(256, Math.floor((bytes * 0.6) / MiB));
  return { GOGC: "off", GOMEMLIMIT: `${limit}MiB` };
}
