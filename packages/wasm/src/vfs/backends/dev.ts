import { CHARACTER, DIRECTORY, type Attributes, type Backend, type Handle, type Inode } from "../backend.ts";
import { wallClock } from "../clock.ts";
import { fail } from "../fs-error.ts";
import type { Pipe } from "../pipe.ts";
import { READ_ONLY } from "./read-only.ts";

/** Where the three standard streams of a program lead. A sink must copy what it wants to keep: the bytes are the program's memory. */
export interface Streams {
  readonly stdin?: Pick<Pipe, "take" | "pending">;
  readonly stdout?: (bytes: Uint8Array) => void;
  readonly stderr?: (bytes: Uint8Array) => void;
}

interface Device extends Inode {
  readonly name: string;
  readonly read: (into: Uint8Array) => number;
  readonly write: (from: Uint8Array) => void;
  readonly pending?: () => Promise<void> | undefined;
}

/** A `/dev` with null, zero, random, urandom, stdin, stdout and stderr. */
export interface Dev extends Backend {
  /** The inode of a device: how a host opens the standard streams. */
  device(name: string): Inode;
  open(node: Inode): Handle;
}

export function dev({ stdin, stdout, stderr }: Streams = {}): Dev {
  const drop = (): void => {};
  const refuse = (): never => {
    fail("EBADF");
  };
  const none = (): number => 0;
  const random = (into: Uint8Array): number => {
    // Web Crypto fills at most 65536 bytes at a time.
    const part = into.subarray(0, 65_536);
    crypto.getRandomValues(part as Uint8Array<ArrayBuffer>);
    return part.length;
  };
  const zero = (into: Uint8Array): number => into.fill(0).length;
  const table: [string, Device["read"], Device["write"], Device["pending"]?][] = [
    ["null", none, drop],
    ["zero", zero, drop],
    ["random", random, drop],
    ["urandom", random, drop],
    ["stdin", (into) => (stdin === undefined ? 0 : stdin.take(into)), refuse, () => stdin?.pending()],
    ["stdout", refuse, stdout ?? drop],
    ["stderr", refuse, stderr ?? drop],
  ];
  const root: Inode = { type: DIRECTORY, ino: 1n };
  const devices = new Map(
    table.map(([name, read, write, pending], index): [string, Device] => [
      name,
      { type: CHARACTER, ino: BigInt(index + 2), name, read, write, ...(pending && { pending }) },
    ]),
  );
  const born = wallClock();
  return {
    ...READ_ONLY,
    sync: true,
    root,
    device: (name) => devices.get(name) ?? root,
    // Truncating, or setting the times of, a device does nothing, as with `> /dev/null`.
    change: drop,
    lookup: (_, name) => devices.get(name),
    attributes: ({ type, ino }): Attributes => ({
      type,
      ino,
      size: 0,
      nlink: 1,
      mode: type === DIRECTORY ? 0o755 : 0o666,
      atime: born,
      mtime: born,
      ctime: born,
    }),
    open(node): Handle {
      const device = node as Device;
      return {
        read: device.read,
        write(from) {
          device.write(from);
          return from.length;
        },
        size: none,
        ...(device.pending && { pending: device.pending }),
      };
    },
    list: () => Array.from(devices.values(), ({ name, ino, type }) => ({ name, ino, type })),
    readlink() {
      fail("EINVAL");
    },
  };
}
