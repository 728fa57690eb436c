import { CHARACTER, DIRECTORY, type Backend, type Handle } from "../backend.ts";
import { fail } from "../fs-error.ts";
import type { Pipe } from "../pipe.ts";
import { fillRandomly } from "../random.ts";
import { entriesOf } from "../entries.ts";
import { MemoryNode } from "./memory.ts";
import { READ_ONLY } from "./read-only.ts";

/** Where the three standard streams of a program lead. A sink must copy what it wants to keep: the bytes are the program's memory. */
export interface Streams {
  readonly stdin?: Pick<Pipe, "take" | "pending">;
  readonly stdout?: (bytes: Uint8Array) => void;
  readonly stderr?: (bytes: Uint8Array) => void;
}

interface Device extends MemoryNode {
  readonly handle: Handle;
}

const drop = (): void => {};
const none = (): number => 0;
const refuse = (): never => fail("EBADF");

/** A `/dev` with null, zero, random, urandom, stdin, stdout and stderr. */
export function dev({ stdin, stdout = drop, stderr = drop }: Streams = {}): Backend {
  const root = new MemoryNode(1n, DIRECTORY, 0o755);
  function add(name: string, read: Handle["read"], write: (from: Uint8Array) => void, more?: Partial<Handle>): void {
    const handle: Handle = {
      read,
      write(from) {
        write(from);
        return from.length;
      },
      size: none,
      ...more,
    };
    const node = new MemoryNode(BigInt(root.names.size + 2), CHARACTER, 0o666);
    root.names.set(name, Object.assign(node, { nlink: 1, handle }));
  }
  add("null", none, drop);
  add("zero", (into) => into.fill(0).length, drop);
  add("random", fillRandomly, drop);
  add("urandom", fillRandomly, drop);
  add("stdin", (into) => stdin?.take(into) ?? 0, refuse, { pending: () => stdin?.pending() });
  add("stdout", refuse, stdout);
  add("stderr", refuse, stderr);
  return {
    ...READ_ONLY,
    sync: true,
    root,
    // Truncating, or setting the times of, a device does nothing, as with `> /dev/null`.
    change: drop,
    lookup: (_, name) => root.names.get(name),
    attributes: (node) => node as MemoryNode,
    open: (node) => (node as Device).handle,
    list: () => entriesOf(root.names),
  };
}
