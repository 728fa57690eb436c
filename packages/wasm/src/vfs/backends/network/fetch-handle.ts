import type { Handle } from "../../backend.ts";
import { Incoming } from "./incoming.ts";
import { jsonRecord, parseRecord, Records } from "./records.ts";

/** Decides whether a program may ask for an address. */
export type Allow = (url: URL) => boolean;

/**
 * One request. The program writes records: first `{url, ...}` with the options of fetch (method, headers as
 * a list of pairs, credentials, mode, cache, redirect), then the body in pieces, then an empty
 * record. It reads a record `{status, statusText, headers, url}`, or `{error}`, and then the body as it comes.
 */
export function fetchHandle(get: typeof fetch, allow: Allow): Handle {
  const records = new Records();
  const incoming = new Incoming();
  const abort = new AbortController();
  const body: Uint8Array<ArrayBuffer>[] = [];
  let head: Readonly<Record<string, unknown>> | undefined;
  let begun = false;

  async function run(request: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      const { url, ...init } = request as unknown as { readonly url: string } & RequestInit;
      if (!allow(new URL(url))) throw new Error(`the host does not let this program reach "${url}"`);
      const response = await get(url, {
        ...init,
        signal: abort.signal,
        ...(body.length > 0 && { body: new Blob(body) }),
      });
      const { status, statusText } = response;
      incoming.push(jsonRecord({ status, statusText, url: response.url, headers: [...response.headers] }));
      await pass(response);
    } catch (error) {
      incoming.push(jsonRecord({ error: error instanceof Error ? error.message : String(error) }));
      incoming.end();
    }
  }

  /** Hands the body on no faster than the program reads it. */
  async function pass(response: Response): Promise<void> {
    const reader = response.body?.getReader();
    try {
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (done) break;
        incoming.push(value);
        await incoming.room();
      }
      incoming.end();
    } catch {
      incoming.end(true);
    }
  }

  return {
    read: (into) => incoming.read(into),
    pending: () => incoming.pending(),
    write(from) {
      for (const record of records.push(from)) {
        if (head === undefined) head = parseRecord(record);
        else if (record.length > 0) body.push(record);
        else if (!begun) {
          begun = true;
          void run(head);
        }
      }
      return from.length;
    },
    size: () => 0,
    close() {
      abort.abort();
      incoming.end();
    },
  };
}
