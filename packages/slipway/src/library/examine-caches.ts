import { readDuration } from "../config/quantity/duration.ts";
import type { CacheRemote } from "../config/sections/cache.ts";
import type { SlipwayError } from "../errors.ts";
import { type Place } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { sha256 } from "../platform/hash.ts";
import { Secrets } from "../secrets.ts";
import { CAUSES, isOnlyWriting } from "../scale/remote/guarded.ts";
import { openRemote } from "../scale/remote/open-remote.ts";
import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import { RemoteError, type Remote, type RemoteFailure } from "../scale/remote/remote.ts";
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
      hint: hintFor(settings, failure, opened !== undefined, onlyWriting),
      onlyWriting,
    };
    return { problem, ...(opened === undefined ? {} : { place: opened.name }) };
  } finally {
    await opened?.close?.().catch(() => undefined);
  }
}

/** Asks for something that nobody has: an answer of any kind shows that there is a cache which lets us in. */
async function tryToRead(remote: Remote, signal: AbortSignal): Promise<void> {
  await remote.look?.(false);
  await remote.get({ space: "actions", name: sha256("slipway doctor") }, { signal, limit: 1e6 });
}

/**
 * Writes a small object and reads it back. Where nothing can be removed it is the same one each time, so that one is left
 * at most; where it can be, each has its own, so that nobody removes what another one reads back.
 */
async function tryToWrite(remote: Remote, signal: AbortSignal): Promise<void> {
  await remote.look?.(true);
  const own = remote.remove === undefined ? "" : ` ${crypto.randomUUID()}`;
  const bytes = new TextEncoder().encode(`slipway doctor${own}\n`);
  const key = { space: "blobs", name: sha256(bytes), size: bytes.length } as const;
  await remote.put(key, bytes, { signal });
  try {
    const back = await remote.get(key, { signal, limit: bytes.length });
    if (back === undefined) throw new RemoteError("damaged", "what was written to it is not there");
    if (sha256(back) !== key.name)
      throw new RemoteError("damaged", "what was written to it comes back as something else");
  } finally {
    await remote.remove?.(key);
  }
}

/** Gives up on an answer after so many milliseconds, whatever the back end makes of its signal. */
async function withinTime(ms: number, ask: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  const ended = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () => reject(new RemoteError("slow", `no answer within ${ms / 1000} s`)));
  });
  try {
    await Promise.race([ask(late.signal), ended]);
  } finally {
    clearTimeout(timer);
  }
}

/** What to run or change, by what is wrong. */
function hintFor(
  settings: RemoteSettings,
  { type, message }: RemoteError,
  asked: boolean,
  onlyWriting: boolean,
): string {
  const { url, bucket } = settings;
  if (!asked && /\blogin\b/.test(message))
    return `write its url without a login; docs/cache/${settings.type}.md names the variables of the credential`;
  if (!asked && /\burl\b/.test(message)) {
    const like = settings.type === "reapi" ? "grpcs://HOST:PORT, or grpc://HOST:PORT without TLS" : "https://HOST";
    return `write its url as ${like}`;
  }
  if (onlyWriting) {
    return type === "full"
      ? "make room there, or set its mode to read"
      : "give who has the signing key the right to write there, or set its mode to read";
  }
  if (settings.type === "directory") return `make it a folder that this user may read: mkdir -p "${settings.path}"`;
  if (settings.type === "github")
    return "run it through Slipway's action, which has these variables (docs/cache/github.md)";
  if (type === "unreachable" || type === "slow" || type === "cut") {
    return `is its url right, and does this machine reach it? curl -v ${url.replace(/^grpc/, "http")}`;
  }
  if (settings.type === "s3") {
    if (/NoSuchBucket/.test(message))
      return `name a bucket that is there, or: aws s3 mb s3://${bucket} --endpoint-url ${url}`;
    const variables = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN where it expires)";
    return asked ? `check ${variables}: aws s3 ls s3://${bucket} --endpoint-url ${url}` : `set ${variables}`;
  }
  if (settings.type === "turborepo") {
    return asked
      ? "check TURBO_TOKEN and the team: the server does not take them"
      : "set TURBO_TOKEN to a token of that server";
  }
  return REAPI_HINTS[type] ?? "check its url, instance and headers";
}

const REAPI_HINTS: Partial<Record<RemoteFailure, string>> = {
  refused: "check its instance, and the header that carries the credential",
  expired: "make a new credential for its headers",
};
