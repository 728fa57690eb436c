import { readDuration } from "../config/quantity/duration.ts";
import type { CacheRemote } from "../config/sections/cache.ts";
import type { Place, SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { Secrets } from "../secrets.ts";
import { CAUSES, isOnlyWriting } from "../scale/remote/guarded.ts";
import { openRemote } from "../scale/remote/open-remote.ts";
import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import { RemoteError, type Remote } from "../scale/remote/remote.ts";
import {
  askedUse,
  KEY_VARIABLE,
  mayWrite,
  NO_KEY,
  settingsOf,
  signingKey,
  trustedKeys,
  type RemotesProject,
} from "./remotes-of-project.ts";
import { remoteHint } from "./remote-hint.ts";
import { tryToRead, tryToWrite, withinTime } from "./try-remote.ts";

/** A remote cache of the project as it looks from this machine. */
export interface ExaminedCache {
  /** `cache.remotes[0]`. */
  readonly name: string;
  readonly type: string;
  /** Its address or folder, where that is known. */
  readonly place?: string;
  /** What a run here would do with it. */
  readonly use: "read" | "read-write" | "none";
}

/** What is wrong with the caches of a project, each thing at its place in the file. */
export interface CachesExamination {
  readonly caches: readonly ExaminedCache[];
  /** `cache-unusable`. */
  readonly findings: readonly Finding[];
}

/** Milliseconds that a server gets to answer, where its own limit is not shorter. */
const PATIENCE = 10_000;

/**
 * Looks at the `cache` section: keys, variables and, with `ask`, whether each remote answers and lets us in. What a run here
 * would write to is written to: a small object, which is read back and removed where objects can be.
 */
export async function examineCaches(
  project: RemotesProject,
  options: { readonly ask: boolean; readonly severity: "warning" | "notice" },
): Promise<CachesExamination> {
  const { cache } = project.config;
  const findings: Finding[] = [];
  if (cache.remotes.length === 0) return { caches: [], findings };
  const secrets = new Secrets(project.env);
  const add = (message: string, where: Place | undefined, hint: string): void => {
    const told = { message: secrets.text(message), hint: secrets.text(hint) };
    const found = { code: "cache-unusable", severity: options.severity, ...told };
    findings.push(where === undefined ? found : { ...found, where });
  };
  const positionOf = (at: readonly (string | number)[]): Place | undefined => project.loaded.positionOf(at);
  const told = (text: string, at: readonly (string | number)[] = ["cache"]): void =>
    add(
      text,
      positionOf(at),
      at[1] === "trusted" ? HINT_OF_TRUSTED : `set ${KEY_VARIABLE} to the secret half of "slipway cache key"`,
    );
  const key = signingKey(project, told);
  const trusted = trustedKeys(project, key, told);
  if (trusted.size === 0) add(`The remote caches are not used: ${NO_KEY}`, positionOf(["cache"]), "slipway cache key");
  const asked = askedUse(project, (text) =>
    add(text, positionOf(["cache"]), "unset it, or set it to read or to off where no remote is wanted"),
  );
  const caches = await Promise.all(
    cache.remotes.map(async (remote, index): Promise<ExaminedCache> => {
      const name = `cache.remotes[${index}]`;
      const where = positionOf(["cache", "remotes", index]);
      const writes = key !== undefined && asked !== "read" && mayWrite(remote, project);
      const tried = !options.ask || asked === "off" ? "nothing" : writes ? "read-write" : "read";
      const { problem, place } = await examine(remote, index, project, tried);
      if (problem !== undefined) {
        const what = problem.onlyWriting === true ? "cannot be written to" : "cannot be used";
        add(`${name} (${remote.type}) ${what}: ${problem.message}`, problem.where ?? where, problem.hint);
      }
      const off = (problem !== undefined && problem.onlyWriting !== true) || trusted.size === 0 || asked === "off";
      const use = off ? "none" : writes && problem === undefined ? "read-write" : "read";
      return { name, type: remote.type, ...(place === undefined ? {} : { place }), use };
    }),
  );
  return { caches, findings };
}

const HINT_OF_TRUSTED = 'put the public half of "slipway cache key" there, or set the variable that the template reads';

interface Problem {
  readonly message: string;
  readonly where?: Place;
  readonly hint: string;
  /** It may still be read. */
  readonly onlyWriting?: boolean;
}

async function examine(
  remote: CacheRemote,
  index: number,
  project: RemotesProject,
  tried: "nothing" | "read" | "read-write",
): Promise<{ readonly problem?: Problem; readonly place?: string }> {
  let settings: RemoteSettings;
  try {
    settings = settingsOf(remote, index, project);
  } catch (error) {
    const { message, details } = error as SlipwayError;
    const hint = "set that variable where releases are made, or SLIPWAY_REMOTE_CACHE=off where no cache is wanted";
    return { problem: { message, hint, ...(details?.where === undefined ? {} : { where: details.where }) } };
  }
  let opened: Remote | undefined;
  let writing = false;
  try {
    const one = (opened = await openRemote(settings, project.env));
    const ms = Math.min(readDuration(remote.timeout) ?? PATIENCE, PATIENCE);
    if (tried !== "nothing") await withinTime(ms, (signal) => tryToRead(one, signal));
    writing = tried === "read-write";
    if (writing) await withinTime(ms, (signal) => tryToWrite(one, signal));
    return { place: opened.name };
  } catch (error) {
    const failure = error instanceof RemoteError ? error : new RemoteError("server", (error as Error).message);
    const cause = opened === undefined ? failure.message : `${CAUSES[failure.type]} (${failure.message})`;
    const onlyWriting = writing && isOnlyWriting(failure);
    const problem = {
      message: cause,
      hint: remoteHint(settings, failure, opened !== undefined, onlyWriting),
      onlyWriting,
    };
    return { problem, ...(opened === undefined ? {} : { place: opened.name }) };
  } finally {
    await opened?.close?.().catch(() => undefined);
  }
}
