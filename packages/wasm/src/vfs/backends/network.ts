import { CHARACTER, DIRECTORY, type Backend, type Inode } from "../backend.ts";
import { wallClock } from "../clock.ts";
import { entriesOf } from "../entries.ts";
import { fetchHandle, type Allow } from "./network/fetch-handle.ts";
import { websocketHandle } from "./network/websocket-handle.ts";
import { READ_ONLY } from "./read-only.ts";

/** Settings of `network`. */
export interface NetworkOptions {
  /** Which addresses a program may reach; every one that the page itself may when not given. */
  readonly allow?: Allow;
  /** For hosts that bring their own. */
  readonly fetch?: typeof fetch;
  readonly WebSocket?: typeof WebSocket;
}

/**
 * The network as files, which wasip1 has no calls for: each opening of `fetch` is an HTTP request, each opening of `websocket` a
 * connection. A program that waits for either lets its other goroutines run, as with stdin. The Go packages `fetch` and `websocket` of
 * Slipway's Go module speak to it where it is mounted at `/net`. Nothing of it is there unless it is mounted.
 *
 * ```ts
 * await files.mount("/net", network({ allow: (url) => url.host === "api.example.com" }));
 * ```
 */
export function network(options: NetworkOptions = {}): Backend {
  const { allow = () => true } = options;
  const root: Inode = { type: DIRECTORY, ino: 1n };
  const names = new Map<string, Inode>([
    ["fetch", { type: CHARACTER, ino: 2n }],
    ["websocket", { type: CHARACTER, ino: 3n }],
  ]);
  const born = wallClock();
  return {
    ...READ_ONLY,
    sync: true,
    root,
    // Truncating does nothing, as with a device.
    change: () => {},
    lookup: (_, name) => names.get(name),
    attributes: ({ type, ino }) => ({
      type,
      ino,
      size: 0,
      nlink: 1,
      mode: type === DIRECTORY ? 0o755 : 0o666,
      atime: born,
      mtime: born,
      ctime: born,
    }),
    open: ({ ino }) =>
      ino === 2n ? fetchHandle(options.fetch ?? fetch, allow) : websocketHandle(options.WebSocket ?? WebSocket, allow),
    list: () => entriesOf(names),
  };
}
