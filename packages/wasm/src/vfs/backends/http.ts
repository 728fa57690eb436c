import { DIRECTORY, FILE, type Attributes, type Backend, type Handle, type Inode } from "../backend.ts";
import { fail } from "../fs-error.ts";
import { entriesOf } from "../entries.ts";
import { READ_ONLY } from "./read-only.ts";

/** What a server has: each file's path below the base address, with its size in bytes and, if known, its time. */
export interface HttpManifest {
  readonly files: Readonly<Record<string, { readonly size: number; readonly mtime?: string }>>;
}

/** Settings of `httpFiles`. */
export interface HttpOptions {
  /** Bytes asked for at a time. */
  readonly blockSize?: number;
  /** Blocks kept in memory. */
  readonly blocks?: number;
  /** For tests, and for pages that add credentials. */
  readonly fetch?: typeof fetch;
}

interface HttpNode extends Inode {
  readonly path: string;
  readonly size: number;
  readonly mtime: bigint;
  readonly names: Map<string, HttpNode>;
}

/**
 * Read-only files of a web server: a manifest tells what there is, ranges of bytes come as they are read, and the last blocks
 * are kept.
 *
 * @throws FsError EINVAL for a path in the manifest that leaves the base or is both a file and a directory
 */
export function httpFiles(base: URL | string, manifest: HttpManifest, options: HttpOptions = {}): Backend {
  const { blockSize = 1 << 18, blocks = 64, fetch: get = fetch } = options;
  const address = new URL(base);
  let lastIno = 0n;
  const make = (type: typeof FILE | typeof DIRECTORY, path: string, size: number, mtime: bigint): HttpNode => ({
    type,
    ino: ++lastIno,
    path,
    size,
    mtime,
    names: new Map(),
  });
  const root = make(DIRECTORY, "", 0, 0n);
  for (const [path, { size, mtime }] of Object.entries(manifest.files)) {
    const time = mtime === undefined ? 0n : BigInt(Date.parse(mtime)) * 1_000_000n;
    place(root, path, (type) => make(type, path, type === FILE ? size : 0, time));
  }
  const cache = new BlockCache(blocks);

  /** One block of a file. A server without ranges sends the whole file, which is cut. */
  async function load(node: HttpNode, index: number): Promise<Uint8Array> {
    const start = index * blockSize;
    const end = Math.min(start + blockSize, node.size);
    const url = new URL(node.path.split("/").map(encodeURIComponent).join("/"), address);
    const response = await get(url, { headers: { range: `bytes=${start}-${end - 1}` } });
    if (response.status === 404) fail("ENOENT", node.path);
    if (response.status !== 206 && response.status !== 200) fail("EIO", `HTTP ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const block = response.status === 200 ? bytes.slice(start, end) : bytes;
    if (block.length !== end - start) fail("EIO", `"${node.path}" is not as long as the manifest says`);
    return block;
  }

  function open(node: HttpNode): Handle {
    return {
      async read(into, at) {
        if (at >= node.size || into.length === 0) return 0;
        const index = Math.floor(at / blockSize);
        const block = await cache.get(`${node.ino}:${index}`, () => load(node, index));
        const part = block.subarray(at - index * blockSize).subarray(0, into.length);
        into.set(part);
        return part.length;
      },
      write() {
        fail("EBADF");
      },
      size: () => node.size,
    };
  }

  return {
    ...READ_ONLY,
    sync: false,
    root,
    lookup: (dir, name) => dir.names.get(name),
    attributes: ({ type, ino, size, mtime }): Attributes => ({
      type,
      ino,
      size,
      nlink: 1,
      mode: type === DIRECTORY ? 0o555 : 0o444,
      atime: mtime,
      mtime,
      ctime: mtime,
    }),
    open(node, { write }) {
      if (write) fail("EROFS");
      return open(node);
    },
    list: (dir) => entriesOf(dir.names),
  } satisfies Backend<HttpNode>;
}

function place(root: HttpNode, path: string, make: (type: typeof FILE | typeof DIRECTORY) => HttpNode): void {
  const names = path.split("/");
  const last = names.pop() as string;
  if ([...names, last].some((name) => ["", ".", ".."].includes(name))) fail("EINVAL", path);
  let dir = root;
  for (const name of names) {
    const next = dir.names.get(name) ?? make(DIRECTORY);
    if (next.type !== DIRECTORY) fail("EINVAL", path);
    dir.names.set(name, next);
    dir = next;
  }
  if (dir.names.has(last)) fail("EINVAL", path);
  dir.names.set(last, make(FILE));
}

/** The blocks used last. Two readers of a block that is on its way share it; one that failed is asked for again. */
class BlockCache {
  readonly #limit: number;
  readonly #blocks = new Map<string, Promise<Uint8Array>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  async get(key: string, load: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#blocks.get(key);
    const block = known ?? load();
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= this.#limit) break;
      this.#blocks.delete(oldest);
    }
    try {
      return await block;
    } catch (error) {
      if (this.#blocks.get(key) === block) this.#blocks.delete(key);
      throw error;
    }
  }
}
