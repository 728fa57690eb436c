import { CHARACTER, DIRECTORY, type Attributes, type Backend, type FileType, type Handle } from "../backend.ts";
import { wallClock } from "../clock.ts";
import { fail } from "../fs-error.ts";
import type { Pipe } from "../pipe.ts";
import { fillRandomly } from "../random.ts";
import { entriesOf } from "../entries.ts";
import { READ_ONLY } from "./read-only.ts";

/** Where the three standard streams of a program lead. A sink must copy what it wants to keep: the bytes are the program's memory. */
export interface Streams {
  readonly stdin?: Pick<Pipe, "take" | "pending">;
  readonly stdout?: (bytes: Uint8Array) => void;
  readonly stderr?: (bytes: Uint8Array) => void;
}

interface Device extends Attributes {
  readonly handle: Handle;
}

const drop = (): void => {};
const none = (): number => 0;
const refuse = (): never => fail("EBADF");

/** A `/dev` with null, zero, random, urandom, stdin, stdout and stderr. */
export function dev({ stdin, stdout = drop, stderr = drop }: Streams = {}): Backend {
  const now = wallClock();
  const attributes = (type: FileType, ino: bigint, mode: number): Attributes => ({
    type,
    ino,
    mode,
    size: 0,
    nlink: 1,
    atime: now,
    mtime: now,
    ctime: now,
  });
  const root = attributes(DIRECTORY, 1n, 0o755);
  const devices = new Map<string, Device>();
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
    devices.set(name, { ...attributes(CHARACTER, BigInt(devices.size + 2), 0o666), handle });
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
    lookup: (_, name) => devices.get(name),
    attributes: (node) => node as Device,
    open: (node) => (node as Device).handle,
    list: () => entriesOf(devices),
  };
}
