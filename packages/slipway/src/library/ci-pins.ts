import * as v from "valibot";
import { SlipwayError } from "../errors.ts";
import { readTextIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { join } from "../platform/path.ts";
import { capture } from "../platform/process/capture.ts";
import { PINNED_ACTIONS, type PinnedAction } from "../scale/ci/actions.ts";
import { newestRelease } from "../scale/ci/newest-release.ts";

/** The project's own table of actions, relative to the repository's top. */
export const PINS_FILE = ".github/slipway-actions.json";

const schema = v.array(
  v.object({
    repository: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/)),
    version: v.pipe(v.string(), v.regex(/^v\d+\.\d+\.\d+$/)),
    commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  }),
);

/** The pins that `slipway ci update` wrote; none without the file. @throws SlipwayError `ci-pins-invalid`. */
export async function readPins(top: string): Promise<readonly PinnedAction[]> {
  const text = await readTextIfExists(join(top, PINS_FILE));
  if (text === undefined) return [];
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw new SlipwayError("ci-pins-invalid", `Cannot read the table of actions "${PINS_FILE}"`, {
      expected: 'a list of {"repository", "version": "v1.2.3", "commit": 40 hex digits}',
      actual: error instanceof Error ? error.message : String(error),
      hint: "slipway ci update writes it anew",
      cause: error,
    });
  }
}

/** What `updatePins` asks git with. */
export interface UpdateOptions {
  /** Where the repositories are, as `OWNER/NAME` below a folder or an address that git knows; default GitHub. */
  readonly from?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Asks each action's repository for its newest release and writes the table. Returns it. @throws SlipwayError `ci-pin-unseen`. */
export async function updatePins(top: string, options: UpdateOptions): Promise<readonly PinnedAction[]> {
  const pins: PinnedAction[] = [];
  for (const { repository } of PINNED_ACTIONS) pins.push(await newestPin(repository, top, options));
  await writeFileAtomic(join(top, PINS_FILE), `${JSON.stringify(pins, null, 2)}\n`, { mode: 0o644 });
  return pins;
}

async function newestPin(repository: string, cwd: string, options: UpdateOptions): Promise<PinnedAction> {
  const { env, from = "https://github.com", signal } = options;
  // Behind `--`: an address must not be taken for a flag, which git would run programs for.
  const argv = ["git", "ls-remote", "--tags", "--", `${from.replace(/\/+$/u, "")}/${repository}`];
  const { exitCode, stdout, stderr } = await capture(argv, {
    cwd,
    env: { ...env, GIT_TERMINAL_PROMPT: "0" },
    ...(signal === undefined ? {} : { signal }),
  });
  const newest = exitCode === 0 ? newestRelease(stdout) : undefined;
  if (newest !== undefined) return { repository, ...newest };
  throw new SlipwayError("ci-pin-unseen", `Cannot see the releases of the action "${repository}"`, {
    ...(stderr.trim() === "" ? {} : { output: stderr }),
    hint: "the table stays as it was; run slipway ci update where its repository can be reached, or name a copy with --from",
  });
}
