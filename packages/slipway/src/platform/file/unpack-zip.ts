import { promises as fs } from "node:fs";
import { dirname, join } from "node:path";
import { ArchiveError } from "../../archive/archive-error.ts";
import type { Member } from "../../archive/member.ts";
import { READ_LIMITS } from "../../archive/read-limits.ts";
import { bytesSource } from "../../archive/zip/find-central.ts";
import { readZip } from "../../archive/zip/read-zip.ts";
import { sha256 } from "../hash.ts";
import { ensureFolder } from "./files.ts";

/** Bounds and rules of unpacking. */
export interface UnpackOptions {
  /** What every name must begin with; it is cut off. */
  readonly prefix: string;
  readonly maxMembers: number;
  /** Bytes of all members together, unpacked. */
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

/** How many members are unpacked at the same time. */
const WIDTH = 8;

/**
 * Unpacks a module's zip file into a folder that is new, hashing on the way. All names are checked before anything is
 * written; a module's archive holds regular files only, so folders and links as members are refused.
 *
 * @throws {UnpackError} naming the member and the fault.
 */
export async function unpackZip(path: string, folder: string, options: UnpackOptions): Promise<UnpackedMember[]> {
  // Module archives are small enough for memory, and their many members would cost as many reads.
  const bytes = await fs.readFile(path);
  const members: Member[] = [];
  try {
    const limits = { ...READ_LIMITS, entries: options.maxMembers, bytes: options.maxTotal };
    for await (const member of readZip(bytesSource(bytes), { limits })) {
      const { name, type } = member.entry;
      if (!name.startsWith(options.prefix)) throw new UnpackError(`"${name}" does not begin with "${options.prefix}"`);
      if (type !== "file") throw new UnpackError(`"${name}" is no regular file`);
      members.push(member);
    }
    const folders = new Set(members.map(({ entry }) => dirname(join(folder, entry.name.slice(options.prefix.length)))));
    for (const each of folders) await ensureFolder(each);
    const done: UnpackedMember[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let member = members[next++]; member !== undefined; member = members[next++]) {
        options.signal?.throwIfAborted();
        done.push(await unpackMember(member, folder, options));
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
    return done;
  } catch (error) {
    throw error instanceof ArchiveError ? new UnpackError(error.message, { cause: error }) : error;
  }
}

async function unpackMember(member: Member, folder: string, options: UnpackOptions): Promise<UnpackedMember> {
  const pieces: Uint8Array[] = [];
  for await (const piece of member.content()) pieces.push(piece);
  const content = Buffer.concat(pieces);
  const name = member.entry.name.slice(options.prefix.length);
  const to = join(folder, name);
  await fs.writeFile(to, content, { flag: "wx" });
  await fs.chmod(to, options.mode(name));
  return { name: member.entry.name, digest: sha256(content) };
}
