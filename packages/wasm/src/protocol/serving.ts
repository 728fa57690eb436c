import { DIRECTORY, FILE, type Backend, type Handle, type Inode } from "../vfs/backend.ts";
import { ERRNO } from "../vfs/codes.ts";
import { fsErrorOf } from "../vfs/error-of-errno.ts";
import { errnoOf, fail, FsError } from "../vfs/fs-error.ts";
import { openHandle, type FullHandle } from "../vfs/open-handle.ts";
import type { Later } from "../vfs/steps.ts";
import * as TYPE from "./frame-types.ts";
import { encodeFrame, ERROR_BIT, HEADER, MAGIC, putHeader, VERSION, type Frame } from "./frame.ts";
import { expectHello } from "./hello.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";
import { decodeChanges, encodeAttributes, encodeEntries } from "./served-payloads.ts";

/** Requests that may be under way at once; told to the client in HELLO. */
const WINDOW = 64;
/** The most bytes that one READ gives. */
const MAXIMUM_READ = 1 << 20;
/** Handles that one client may hold. */
const MAXIMUM_HANDLES = 4096;

/** What a cancelled request is answered with. */
const CANCELLED = new PayloadWriter().u32(ERRNO.ECANCELED).string("cancelled").done();

interface Served {
  readonly backend: Backend;
  readonly node: Inode;
}

interface Told {
  readonly argument?: number;
  readonly payload?: Uint8Array;
}

/** What a reply says, if it says anything. */
type Answer = Promise<Told | void>;

/** See `FileServer`. */
export class Serving {
  readonly #nodes = new Map<number, Served>();
  readonly #handles = new Map<number, FullHandle>();
  readonly #cancelled = new Set<number>();
  readonly #running = new Set<number>();
  #lastNode = 0;
  #lastHandle = 0;

  constructor(backends: readonly Backend[]) {
    for (const backend of backends) this.#number({ backend, node: backend.root });
  }

  async answer(frame: Frame, room?: Uint8Array): Promise<Uint8Array | undefined> {
    const { type, sequence, argument, payload } = frame;
    if (type === TYPE.FORGET) {
      this.#forget(payload);
      return undefined;
    }
    if (type === TYPE.CANCEL) {
      if (this.#running.has(argument)) this.#cancelled.add(argument);
      return undefined;
    }
    this.#running.add(sequence);
    let reply: Uint8Array;
    try {
      const reader = new PayloadReader(payload);
      if (type === TYPE.READ) {
        reply = putHeader(await read(this.#handle(argument), reader, room), { type, sequence, argument: 0 });
      } else {
        const answer = await this.#answer(type, argument, reader);
        reply = encodeFrame(type, sequence, answer?.argument ?? 0, answer?.payload);
      }
    } catch (error) {
      const message = error instanceof FsError ? error.message : fsErrorOf(errnoOf(error)).code;
      const body = new PayloadWriter().u32(errnoOf(error)).string(message).done();
      reply = encodeFrame((type | ERROR_BIT) >>> 0, sequence, 0, body);
    }
    this.#running.delete(sequence);
    // A cancelled request is still answered, so that its credit returns, but with the fact alone.
    if (!this.#cancelled.delete(sequence)) return reply;
    return encodeFrame((type | ERROR_BIT) >>> 0, sequence, 0, CANCELLED);
  }

  async close(): Promise<void> {
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    this.#nodes.clear();
    for (const handle of handles) await handle.close?.();
  }

  async #answer(type: number, argument: number, reader: PayloadReader): Answer {
    switch (type) {
      case TYPE.HELLO:
        return hello(reader);
      case TYPE.OPEN:
        return this.#open(this.#node(argument), reader);
      case TYPE.WRITE:
        return { argument: await this.#handle(argument).write(...writeArguments(reader)) };
      case TYPE.CLOSE:
        return this.#close(argument);
      case TYPE.FSTAT:
      case TYPE.FCHANGE:
      case TYPE.SYNC:
        return this.#onHandle(type, this.#handle(argument), reader);
      default:
        return this.#onNode(type, this.#node(argument), reader);
    }
  }

  async #onHandle(type: number, handle: FullHandle, reader: PayloadReader): Answer {
    if (type === TYPE.FCHANGE) return handle.change(decodeChanges(reader.rest()));
    reader.end();
    if (type === TYPE.SYNC) return handle.sync?.();
    return { payload: encodeAttributes(await handle.attributes()) };
  }

  async #onNode(type: number, { backend, node }: Served, reader: PayloadReader): Answer {
    switch (type) {
      case TYPE.STAT:
        reader.end();
        return { payload: encodeAttributes(await backend.attributes(node)) };
      case TYPE.CHANGE:
        return backend.change(node, decodeChanges(reader.rest()));
      case TYPE.READLINK:
        reader.end();
        return { payload: new PayloadWriter().string(await backend.readlink(node)).done() };
      default:
        if (node.type !== DIRECTORY) fail("ENOTDIR");
        return this.#inDirectory(type, { backend, node }, reader);
    }
  }

  async #inDirectory(type: number, { backend, node: dir }: Served, reader: PayloadReader): Answer {
    switch (type) {
      case TYPE.READDIR:
        reader.end();
        return { payload: encodeEntries(await backend.list(dir)) };
      case TYPE.LOOKUP:
        return this.#found(backend, await backend.lookup(dir, lastName(reader)));
      case TYPE.CREATE: {
        const kind = reader.u32();
        const mode = reader.u32();
        if (kind !== FILE && kind !== DIRECTORY) fail("EPROTO", `cannot create type ${kind}`);
        return this.#found(backend, await backend.create(dir, lastName(reader), kind, mode & 0o7777));
      }
      case TYPE.SYMLINK: {
        const name = fileName(reader);
        const target = reader.string();
        reader.end();
        return backend.symlink(dir, name, target);
      }
      case TYPE.LINK: {
        const { node } = this.#sibling(reader.u32(), backend);
        return backend.link(node, dir, lastName(reader));
      }
      case TYPE.UNLINK:
        return backend.unlink(dir, lastName(reader));
      case TYPE.RMDIR:
        return backend.rmdir(dir, lastName(reader));
      case TYPE.RENAME: {
        const to = this.#sibling(reader.u32(), backend);
        if (to.node.type !== DIRECTORY) fail("ENOTDIR");
        const name = fileName(reader);
        return backend.rename(dir, name, to.node, lastName(reader));
      }
      default:
        fail("ENOSYS", `frame type ${type}`);
    }
  }

  async #open({ backend, node }: Served, reader: PayloadReader): Answer {
    const flags = reader.u32();
    reader.end();
    if (this.#handles.size >= MAXIMUM_HANDLES) fail("EMFILE");
    const access = { read: (flags & 1) !== 0, write: (flags & 2) !== 0, append: (flags & 4) !== 0 };
    const handle = await openHandle(backend, node, access);
    this.#lastHandle = (this.#lastHandle % 0xffff_ffff) + 1;
    this.#handles.set(this.#lastHandle, handle);
    return { argument: this.#lastHandle };
  }

  #close(id: number): Later<void> {
    const handle = this.#handle(id);
    this.#handles.delete(id);
    return handle.close?.();
  }

  #found(backend: Backend, node: Inode | undefined): Told {
    if (node === undefined) return { argument: 0 };
    const payload = new PayloadWriter().u32(node.type).u64(node.ino).done();
    return { argument: this.#number({ backend, node }), payload };
  }

  #number(served: Served): number {
    this.#lastNode = (this.#lastNode % 0xffff_ffff) + 1;
    this.#nodes.set(this.#lastNode, served);
    return this.#lastNode;
  }

  #node(id: number): Served {
    return this.#nodes.get(id) ?? fail("EBADF", `inode ${id}`);
  }

  #sibling(id: number, backend: Backend): Served {
    const served = this.#node(id);
    if (served.backend !== backend) fail("EXDEV");
    return served;
  }

  #handle(id: number): FullHandle {
    return this.#handles.get(id) ?? fail("EBADF", `handle ${id}`);
  }

  #forget(payload: Uint8Array): void {
    const reader = new PayloadReader(payload);
    for (let left = Math.floor(payload.length / 4); left > 0; left--) this.#nodes.delete(reader.u32());
  }
}

function hello(reader: PayloadReader): Told {
  expectHello(reader);
  reader.end();
  return { payload: new PayloadWriter().u32(MAGIC).u32(VERSION).u32(WINDOW).done() };
}

/** Reads into the payload of a frame, which is as long as what was read. */
async function read(handle: Handle, reader: PayloadReader, room?: Uint8Array): Promise<Uint8Array> {
  const at = reader.offset();
  const length = HEADER + Math.min(reader.u32(), MAXIMUM_READ);
  reader.end();
  const frame = room !== undefined && room.length >= length ? room.subarray(0, length) : new Uint8Array(length);
  return frame.subarray(0, HEADER + (await handle.read(frame.subarray(HEADER), at)));
}

function writeArguments(reader: PayloadReader): [Uint8Array, number] {
  const at = reader.offset();
  return [reader.rest(), at];
}

/** One name, and never a path: back ends rely on it. @throws EPROTO */
function fileName(reader: PayloadReader): string {
  const name = reader.string();
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) fail("EPROTO", "not a name");
  return name;
}

function lastName(reader: PayloadReader): string {
  const name = fileName(reader);
  reader.end();
  return name;
}
