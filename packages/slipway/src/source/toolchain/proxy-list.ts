import { DownloadError, withoutLogin } from "../../platform/download.ts";
import { isAbsolute } from "../../platform/path.ts";

/** One entry of `GOPROXY`. */
export interface Proxy {
  /** An address without `/` at its end, or the words `direct` and `off`. */
  readonly url: string;
  /** Whether any failure leads on to the next entry (`|`), or only that it does not have the file (`,`). */
  readonly onAnyError: boolean;
}

/** Reads `GOPROXY` as cmd/go does (`modfetch/proxy.go`): entries after `direct` or `off` do not count. */
export function parseProxyList(setting: string): Proxy[] {
  const proxies: Proxy[] = [];
  for (const match of setting.matchAll(/([^,|]*)([,|]|$)/g)) {
    let url = (match[1] ?? "").trim();
    if (url === "") continue;
    if (url === "direct" || url === "off") {
      proxies.push({ url, onAnyError: false });
      break;
    }
    if (/[.:/]/.test(url) && !url.includes(":/") && !isAbsolute(url)) url = `https://${url}`;
    proxies.push({ url: url.replace(/\/+$/, ""), onAnyError: match[2] === "|" });
  }
  return proxies;
}

/** What trying one proxy gave. */
export type Attempt<T> = { readonly found: T } | { readonly missing: true } | { readonly failed: string };

/** What trying all of them gave: `found`, or why not, proxy by proxy. */
export type Outcome<T> =
  | { readonly found: T; readonly proxy: string }
  | { readonly reasons: readonly string[]; readonly allMissing: boolean };

/** Tries proxies in order until one has the file; `,` and `|` decide whether a failure leads on. */
export async function tryProxies<T>(
  proxies: readonly Proxy[],
  attempt: (url: string) => Promise<Attempt<T>>,
): Promise<Outcome<T>> {
  const reasons: string[] = [];
  let allMissing = true;
  for (const { url, onAnyError } of proxies) {
    const result: Attempt<T> =
      url === "off" || url === "direct"
        ? {
            failed:
              url === "off"
                ? "GOPROXY says off here"
                : "GOPROXY says direct here, but a toolchain comes only from a proxy",
          }
        : await attempt(url);
    if ("found" in result) return { found: result.found, proxy: url };
    if ("failed" in result) {
      reasons.push(result.failed);
      if (url !== "direct" && url !== "off") allMissing = false;
      if (!onAnyError) break;
    } else reasons.push(`${withoutLogin(url)} does not have it`);
  }
  return { reasons, allMissing };
}

/** Turns the answer to one request into an attempt: 200 is found, 404 and 410 are missing, all else failed. */
export async function attemptFetch<T>(
  url: string,
  signal: AbortSignal | undefined,
  fetch: (url: string) => Promise<{ readonly status: number; readonly value: T }>,
): Promise<Attempt<T>> {
  try {
    const { status, value } = await fetch(url);
    if (status === 200) return { found: value };
    return status === 404 || status === 410 ? { missing: true } : { failed: `${withoutLogin(url)} answered ${status}` };
  } catch (error) {
    if (signal?.aborted || !(error instanceof DownloadError)) throw error;
    return { failed: error.message };
  }
}
