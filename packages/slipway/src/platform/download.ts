import { createWriteStream, promises as fs } from "node:fs";
import * as http from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { isErrno } from "./file/errno.ts";

/** Bounds of a download. */
export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** Bytes at which it is given up. */
  readonly limit: number;
  /** Milliseconds without a byte after which it is given up. Default 60,000. */
  readonly idle?: number;
}

/** How a download ended. A `status` of 200 means that it is whole; `file:` addresses answer 200 or 404. */
export interface DownloadResult {
  readonly status: number;
  readonly bytes: number;
}

/** A download that broke off or went over its limit. `message` holds no credentials. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

/**
 * Fetches `http:`, `https:` or `file:` into a new file. User name and password of the address go into a header. Nothing
 * is left behind when the status is not 200.
 *
 * @throws {DownloadError} when it breaks off, stands still or is too large.
 */
export async function downloadFile(url: string, file: string, options: DownloadOptions): Promise<DownloadResult> {
  const answer = await open(url, options);
  if (answer.body === undefined) return { status: answer.status, bytes: 0 };
  let bytes = 0;
  try {
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of bounded(answer, options.limit)) {
        bytes += chunk.length;
        yield chunk;
      }
    };
    await pipeline(Readable.from(counted()), createWriteStream(file, { flags: "wx" }));
    return { status: answer.status, bytes };
  } catch (error) {
    await fs.rm(file, { force: true });
    throw asDownloadError(error, url, options.signal);
  } finally {
    answer.close();
  }
}

/** The same for a small answer, kept in memory. */
export async function downloadBytes(
  url: string,
  options: DownloadOptions,
): Promise<{ readonly status: number; readonly bytes: Uint8Array }> {
  const answer = await open(url, options);
  try {
    const chunks: Uint8Array[] = [];
    if (answer.body !== undefined) for await (const chunk of bounded(answer, options.limit)) chunks.push(chunk);
    return { status: answer.status, bytes: new Uint8Array(Buffer.concat(chunks)) };
  } catch (error) {
    throw asDownloadError(error, url, options.signal);
  } finally {
    answer.close();
  }
}

/** An address without user name and password. */
export function withoutLogin(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}

interface Answer {
  readonly status: number;
  readonly body?: AsyncIterable<Uint8Array>;
  /** Pushes the end of patience away. */
  touch(): void;
  close(): void;
}

let throughProxy = false;

/** Makes `fetch` respect HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which Node can since 24.14 and does not by itself. */
function useProxyVariables(): void {
  if (throughProxy) return;
  throughProxy = true;
  const set = (http as { setGlobalProxyFromEnv?: () => unknown }).setGlobalProxyFromEnv;
  if (["http_proxy", "https_proxy"].some((name) => process.env[name] || process.env[name.toUpperCase()])) set?.();
}

async function open(url: string, options: DownloadOptions): Promise<Answer> {
  if (url.startsWith("file:")) return openFile(url);
  useProxyVariables();
  const patience = new AbortController();
  const idle = options.idle ?? 60_000;
  const expire = (): void => patience.abort(new DownloadError(`no byte came for ${idle} ms`));
  let timer = setTimeout(expire, idle);
  const close = (): void => clearTimeout(timer);
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(expire, idle);
  };
  try {
    const address = new URL(url);
    const headers = new Headers({ "user-agent": "slipway" });
    if (address.username !== "") {
      const login = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
      headers.set("authorization", `Basic ${Buffer.from(login).toString("base64")}`);
      address.username = "";
      address.password = "";
    }
    const signal = options.signal === undefined ? patience.signal : AbortSignal.any([options.signal, patience.signal]);
    const response = await fetch(address, { headers, signal });
    if (response.status !== 200 || response.body === null) {
      close();
      await response.body?.cancel();
      return { status: response.status, touch, close };
    }
    return { status: 200, body: response.body, touch, close };
  } catch (error) {
    close();
    throw asDownloadError(error, url, options.signal);
  }
}

async function openFile(url: string): Promise<Answer> {
  const quiet = { touch: () => undefined, close: () => undefined };
  try {
    const file = await fs.open(fileURLToPath(url));
    return { status: 200, body: file.createReadStream(), ...quiet };
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return { status: 404, ...quiet };
    throw asDownloadError(error, url, undefined);
  }
}

async function* bounded(answer: Answer, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    answer.touch();
    bytes += chunk.length;
    if (bytes > limit) throw new DownloadError(`more than ${limit} bytes came`);
    yield chunk;
  }
}

function asDownloadError(error: unknown, url: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted || isErrno(error, "ENOSPC", "EDQUOT", "EROFS", "EACCES")) return error;
  if (error instanceof DownloadError && error.message.includes("://")) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new DownloadError(`${withoutLogin(url)}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause: error,
  });
}
