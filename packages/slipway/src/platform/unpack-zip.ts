import { promises as fs } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { nameFault } from "../archive/entry-name.ts";
import { sha256 } from "./hash.ts";

const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflateRaw);

/** Bounds and rules of unpacking. */
export interface UnpackOptions {
  /** What every name must begin with; it is cut off. */
  readonly prefix: string;
  readonly maxMembers: number;
  /** Bytes of one member and of all together, unpacked. */
  readonly maxMember: number;
  readonly maxTotal: number;
  /** Permission bits by name without the prefix. */
  mode(name: string): number;
  readonly signal?: AbortSignal;
}

/** An unpacked member: its name in the archive, and the SHA-256 of its content in hex. */
export interface UnpackedMember {
  readonly name: string;
  readonly digest: string;
}

/** An archive that cannot be read or must not be unpacked. */
export class UnpackError extends Error {
  override readonly name = "UnpackError";
}

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Unpacks a zip file into a folder that is new, hashing on the way. Names are checked before anything is written; links and
 * folders as members do not exist in a module's archive and are refused. Lengths in the archive are never believed beyond
 * the bounds.
 *
 * @throws {UnpackError} naming the member and the fault.
 */
export async function unpackZip(path: string, folder: string, options: UnpackOptions): Promise<UnpackedMember[]> {
  const file = await fs.open(path);
  try {
    const members = await readDirectory(file, options);
    const folders = new Set(members.map(({ name }) => dirname(join(folder, name.slice(options.prefix.length)))));
    for (const each of folders) await fs.mkdir(each, { recursive: true });
    const done: UnpackedMember[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let member = members[next++]; member !== undefined; member = members[next++]) {
        options.signal?.throwIfAborted();
        const bytes = await readMember(file, member);
        const name = member.name.slice(options.prefix.length);
        const to = join(folder, name);
        await fs.writeFile(to, bytes, { flag: "wx" });
        await fs.chmod(to, options.mode(name));
        done.push({ name: member.name, digest: sha256(bytes) });
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return done;
  } finally {
    await file.close();
  }
}

async function readDirectory(file: fs.FileHandle, options: UnpackOptions): Promise<Member[]> {
  const { size: length } = await file.stat();
  const tail = await readAt(file, Math.max(0, length - 65_557), Math.min(length, 65_557));
  let end = -1;
  for (let at = tail.length - 22; at >= 0 && end === -1; at--) if (tail.readUInt32LE(at) === 0x06054b50) end = at;
  if (end === -1) throw new UnpackError("it is no zip file, or it is cut off");
  const count = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count === 0xffff || start === 0xffffffff)
    throw new UnpackError("it is in zip64 form, which module archives never are");
  if (count > options.maxMembers) throw new UnpackError(`it has ${count} members, more than ${options.maxMembers}`);
  if (start + size > length) throw new UnpackError("its directory lies outside of the file");
  const bytes = await readAt(file, start, size);
  const members: Member[] = [];
  const names = new Set<string>();
  let total = 0;
  for (let at = 0; members.length < count;) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50)
      throw new UnpackError("its directory is damaged");
    const nameLength = bytes.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw new UnpackError("its directory is damaged");
    const member: Member = {
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    checkMember(member, bytes.readUInt16LE(at + 8), bytes.readUInt32LE(at + 38) >>> 16, options);
    const folded = member.name.toLowerCase();
    if (names.has(folded)) throw new UnpackError(`"${member.name}" is in it twice`);
    names.add(folded);
    total += member.size;
    if (total > options.maxTotal) throw new UnpackError(`it unpacks to more than ${options.maxTotal} bytes`);
    members.push(member);
    at = next;
  }
  return members;
}

function checkMember(member: Member, flags: number, unixMode: number, options: UnpackOptions): void {
  const { name } = member;
  const fault = nameFault(name);
  if (fault !== undefined) throw new UnpackError(`the name ${JSON.stringify(name)} must not be unpacked: ${fault}`);
  if (!name.startsWith(options.prefix)) throw new UnpackError(`"${name}" does not begin with "${options.prefix}"`);
  // The type bits of a Unix mode: anything but a regular file (or nothing said) is a link or a device.
  if ((unixMode & 0o170000) !== 0 && (unixMode & 0o170000) !== 0o100000)
    throw new UnpackError(`"${name}" is no regular file`);
  if ((flags & 1) !== 0) throw new UnpackError(`"${name}" is encrypted`);
  if (member.method !== 0 && member.method !== 8)
    throw new UnpackError(`"${name}" is packed with method ${member.method}`);
  if (member.size > options.maxMember) throw new UnpackError(`"${name}" unpacks to ${member.size} bytes`);
  if (member.method === 0 && member.size !== member.packed) throw new UnpackError(`"${name}" has two different sizes`);
}

async function readMember(file: fs.FileHandle, member: Member): Promise<Uint8Array> {
  const header = await readAt(file, member.offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new UnpackError(`"${member.name}" is not where the directory says`);
  const start = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(file, start, member.packed);
  const bytes = member.method === 0 ? packed : await inflate(packed, member);
  if (bytes.length !== member.size || zlib.crc32(bytes) !== member.crc)
    throw new UnpackError(`"${member.name}" is damaged`);
  return bytes;
}

async function inflate(packed: Uint8Array, member: Member): Promise<Uint8Array> {
  try {
    return await inflateRaw(packed, { maxOutputLength: Math.max(1, member.size) });
  } catch (error) {
    throw new UnpackError(`"${member.name}" is damaged`, { cause: error });
  }
}

async function readAt(file: fs.FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  if (position + length > size) throw new UnpackError("it is cut off");
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) throw new UnpackError("it is cut off");
    at += bytesRead;
  }
  return bytes;
}
