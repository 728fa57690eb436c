import {
  DIRECTORY,
  type Access,
  type Attributes,
  type Backend,
  type Changes,
  type Entry,
  type FileType,
  type Handle,
  type Inode,
} from "../vfs/backend.ts";
import { after, type Later } from "../vfs/steps.ts";
import type { Channel } from "./channel.ts";
import { decodeAttributes, decodeEntries, encodeChanges, fileType } from "./file-payloads.ts";
import * as TYPE from "./frame-types.ts";
import { type Frame } from "./frame.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";

/** The most bytes in one READ or WRITE. */
const CHUNK = 1 << 20;

/** An inode of the other side, by the number that it gave it. */
interface RemoteNode extends Inode {
  readonly id: number;
  /**
   * The directories in a directory that were seen. They are kept because nearly every path goes through the same ones; files
   * are asked for each time. The other side notices a directory that is no longer what it was.
   */
  readonly directories: Map<string, RemoteNode>;
}

/** The files that the other side of a channel serves under a root inode; see `serveFiles`. */
export function remoteFiles(channel: Channel, root: { readonly id: number; readonly ino: bigint }): Backend {
  const node = { type: DIRECTORY, ...root, directories: new Map<string, RemoteNode>() } as const;
  return new RemoteFiles(channel, node);
}

class RemoteFiles implements Backend<RemoteNode> {
  readonly sync: boolean;
  readonly root: RemoteNode;
  readonly #channel: Channel;
  /** Numbers whose inodes this side has dropped; sent with the next request. */
  readonly #dropped: number[] = [];
  readonly #registry = new FinalizationRegistry((id: number) => {
    this.#dropped.push(id);
    if (this.#dropped.length >= 256) this.#forget();
  });

  constructor(channel: Channel, root: RemoteNode) {
    this.#channel = channel;
    this.sync = channel.sync;
    this.root = root;
  }

  #forget(): void {
    const writer = new PayloadWriter();
    for (const id of this.#dropped.splice(0)) writer.u32(id);
    this.#channel.send(TYPE.FORGET, 0, writer.done());
  }

  #call(type: number, argument: number, payload?: Uint8Array): Later<Frame> {
    return this.#channel.call(type, argument, payload);
  }

  #done(type: number, argument: number, payload?: Uint8Array): Later<void> {
    return after(this.#call(type, argument, payload), () => {});
  }

  #node({ argument, payload }: Frame, dir: RemoteNode, name: string): RemoteNode | undefined {
    if (argument === 0) return undefined;
    const reader = new PayloadReader(payload);
    const node = { id: argument, type: fileType(reader.u32()), ino: reader.u64(), directories: new Map() };
    this.#registry.register(node, argument);
    if (node.type === DIRECTORY) dir.directories.set(name, node);
    return node;
  }

  lookup(dir: RemoteNode, name: string): Later<RemoteNode | undefined> {
    const known = dir.directories.get(name);
    if (known !== undefined) return known;
    const reply = this.#call(TYPE.LOOKUP, dir.id, new PayloadWriter().string(name).done());
    return after(reply, (frame) => this.#node(frame, dir, name));
  }

  attributes(node: RemoteNode): Later<Attributes> {
    return after(this.#call(TYPE.STAT, node.id), ({ payload }) => decodeAttributes(payload));
  }

  change(node: RemoteNode, changes: Changes): Later<void> {
    return this.#done(TYPE.CHANGE, node.id, encodeChanges(changes));
  }

  open(node: RemoteNode, { read, write, append = false }: Access): Later<Handle> {
    const flags = (read ? 1 : 0) | (write ? 2 : 0) | (append ? 4 : 0);
    const reply = this.#call(TYPE.OPEN, node.id, new PayloadWriter().u32(flags).done());
    return after(reply, ({ argument }) => this.#handle(argument));
  }

  #handle(id: number): Handle {
    const attributes = (): Later<Attributes> =>
      after(this.#call(TYPE.FSTAT, id), ({ payload }) => decodeAttributes(payload));
    return {
      read: (into, at) => {
        const room = Math.min(into.length, CHUNK);
        const reply = this.#channel.call(TYPE.READ, id, new PayloadWriter().u64(at).u32(room).done(), { room });
        return after(reply, (frame) => {
          const bytes = frame.payload.subarray(0, room);
          into.set(bytes);
          this.#channel.recycle?.(frame);
          return bytes.length;
        });
      },
      write: (from, at) => {
        const reply = this.#call(TYPE.WRITE, id, new PayloadWriter().u64(at).bytes(from.subarray(0, CHUNK)).done());
        return after(reply, ({ argument }) => argument);
      },
      size: () => after(attributes(), ({ size }) => size),
      attributes,
      change: (changes) => this.#done(TYPE.FCHANGE, id, encodeChanges(changes)),
      sync: () => this.#done(TYPE.SYNC, id),
      close: () => this.#done(TYPE.CLOSE, id),
    };
  }

  list(dir: RemoteNode): Later<readonly Entry[]> {
    return after(this.#call(TYPE.READDIR, dir.id), ({ payload }) => decodeEntries(payload));
  }

  create(dir: RemoteNode, name: string, type: FileType, mode: number): Later<RemoteNode> {
    const payload = new PayloadWriter().u32(type).u32(mode).string(name).done();
    return after(this.#call(TYPE.CREATE, dir.id, payload), (frame) => this.#node(frame, dir, name) as RemoteNode);
  }

  symlink(dir: RemoteNode, name: string, target: string): Later<void> {
    return this.#done(TYPE.SYMLINK, dir.id, new PayloadWriter().string(name).string(target).done());
  }

  readlink(node: RemoteNode): Later<string> {
    return after(this.#call(TYPE.READLINK, node.id), ({ payload }) => new PayloadReader(payload).string());
  }

  link(node: RemoteNode, dir: RemoteNode, name: string): Later<void> {
    return this.#done(TYPE.LINK, dir.id, new PayloadWriter().u32(node.id).string(name).done());
  }

  unlink(dir: RemoteNode, name: string): Later<void> {
    return this.#done(TYPE.UNLINK, dir.id, new PayloadWriter().string(name).done());
  }

  rmdir(dir: RemoteNode, name: string): Later<void> {
    dir.directories.delete(name);
    return this.#done(TYPE.RMDIR, dir.id, new PayloadWriter().string(name).done());
  }

  rename(dir: RemoteNode, name: string, toDir: RemoteNode, toName: string): Later<void> {
    dir.directories.delete(name);
    toDir.directories.delete(toName);
    return this.#done(TYPE.RENAME, dir.id, new PayloadWriter().u32(toDir.id).string(name).string(toName).done());
  }
}
