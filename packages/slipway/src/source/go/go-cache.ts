import { isErrno } from "../../platform/file/errno.ts";
import { readBytesIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { IncomingFile, writeFileNow } from "../../platform/file/incoming-file.ts";
import { fileSize, listFolder, markUsedNow, readTextNow } from "../../platform/file/walk.ts";
import { sha256 } from "../../platform/hash.ts";
import { join } from "../../platform/path.ts";

/** One result in a build cache of Go's: the hash of what was asked for, the SHA-256 of what came of it, and its size. */
export interface GoCacheEntry {
  readonly action: string;
  readonly output: string;
  readonly size: number;
}

/** An entry that is there. */
export interface KnownEntry extends GoCacheEntry {
  /** Milliseconds since the epoch when it came. */
  readonly time: number;
}

const HEX = /^[0-9a-f]{64}$/;

/**
 * A build cache of Go's (`cmd/go/internal/cache`): `XX/ACTION-a` is one line that names the content `YY/OUTPUT-d`. Other
 * processes read and write it meanwhile.
 */
export class GoCache {
  readonly folder: string;
  readonly #names = new Map<string, readonly string[]>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The entry of a compiled package by its build ID. */
  entryOf(buildId: string): KnownEntry | undefined {
    // The first part is the base64 of the first 15 bytes of the action's hash (`cmd/internal/buildid`).
    const start = hexOfBase64Url(buildId.slice(0, buildId.indexOf("/")));
    if (start.length < 24) return undefined;
    const folder = start.slice(0, 2);
    let names = this.#names.get(folder);
    if (names === undefined) {
      names = listFolder(join(this.folder, folder)).map(({ name }) => name);
      this.#names.set(folder, names);
    }
    const name = names.find((each) => each.startsWith(start) && each.endsWith("-a"));
    return name === undefined ? undefined : this.entry(name.slice(0, -2));
  }

  /** What an action came to; `undefined` when it is not known or its content is gone. */
  entry(action: string): KnownEntry | undefined {
    const match = /^v1 ([0-9a-f]{64}) ([0-9a-f]{64}) +(\d+) +(\d+)\n$/.exec(readTextNow(this.actionFile(action)) ?? "");
    if (match === null || match[1] !== action) return undefined;
    const entry = { action, output: match[2]!, size: Number(match[3]), time: Math.floor(Number(match[4]) / 1e6) };
    return fileSize(this.outputFile(entry.output)) === entry.size ? entry : undefined;
  }

  /** Keeps Go from throwing an entry away, as it does with what was not used for days: files are as old as their last use. */
  use({ action, output }: GoCacheEntry): void {
    for (const file of [this.actionFile(action), this.outputFile(output)]) markUsedNow(file, HOUR);
  }

  async read(output: string): Promise<Uint8Array | undefined> {
    return readBytesIfExists(this.outputFile(output)).catch(() => undefined);
  }

  /** Adds content whose SHA-256 was checked, then the action that it answers. */
  async write(entry: GoCacheEntry, bytes: Uint8Array): Promise<void> {
    if (!isEntry(entry) || entry.size !== bytes.length) throw new Error("Internal error: no entry");
    const { action, output, size } = entry;
    const file = this.outputFile(output);
    const there = fileSize(file) === size ? await this.read(output) : undefined;
    // What is there already may be damaged, or so old that Go is about to remove it.
    if (there !== undefined && sha256(there) === output) markUsedNow(file, HOUR);
    else await writeFileAtomic(file, bytes, SWEPT);
    await writeFileAtomic(this.actionFile(action), lineOf(entry), SWEPT);
  }

  /** Content that comes in pieces, to be given to `add` when it is whole. */
  incoming(output: string): IncomingFile {
    if (!HEX.test(output)) throw new Error("Internal error: no digest");
    return new IncomingFile(this.outputFile(output), SWEPT.temporaryEnd);
  }

  /** Adds what came, then the action that it answers. @throws Error when it is not what the entry names */
  add(entry: GoCacheEntry, content: IncomingFile): void {
    const digest = content.digest();
    if (!isEntry(entry) || content.size !== entry.size || digest !== entry.output) {
      content.drop();
      throw new Error(`${content.size} bytes of ${digest} in place of ${entry.size} of ${entry.output}`);
    }
    // What is there already may be damaged, or Go would not have made it again.
    try {
      content.keep();
    } catch (error) {
      content.drop();
      // Windows does not replace a file that somebody has open; what has this name has these bytes.
      if (!isErrno(error, "EPERM", "EACCES", "EBUSY") || fileSize(this.outputFile(entry.output)) !== entry.size)
        throw error;
    }
    writeFileNow(this.actionFile(entry.action), lineOf(entry), SWEPT.temporaryEnd);
  }

  actionFile(action: string): string {
    return join(this.folder, action.slice(0, 2), `${action}-a`);
  }

  outputFile(output: string): string {
    return join(this.folder, output.slice(0, 2), `${output}-d`);
  }
}

/** Go removes what has such a name and was not used for days: what a crash left half written, too. */
const SWEPT = { temporaryEnd: "-d" };

/** How often Go itself notes that a file was used. */
const HOUR = 3_600_000;

function isEntry({ action, output, size }: GoCacheEntry): boolean {
  return HEX.test(action) && HEX.test(output) && Number.isSafeInteger(size) && size >= 0;
}

function lineOf({ action, output, size }: GoCacheEntry): string {
  return `v1 ${action} ${output} ${String(size).padStart(20)} ${`${Date.now()}000000`.padStart(20)}\n`;
}

/** Where `go` keeps its build cache in an environment, as `os.UserCacheDir` tells; `undefined` where it has none. */
export function goCacheFolder(env: Readonly<Record<string, string>>, os: string): string | undefined {
  const asked = env["GOCACHE"];
  if (asked) return asked === "off" ? undefined : asked;
  const home = env["HOME"];
  if (os === "windows") {
    // Windows itself does not tell these apart, a copy of its environment does.
    const local = env["LocalAppData"] ?? env["LOCALAPPDATA"];
    return local && join(local, "go-build");
  }
  if (os === "darwin") return home && join(home, "Library", "Caches", "go-build");
  if (env["XDG_CACHE_HOME"]) return join(env["XDG_CACHE_HOME"], "go-build");
  return home && join(home, ".cache", "go-build");
}

function hexOfBase64Url(text: string): string {
  if (!/^[\w-]+$/.test(text)) return "";
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Array.from(binary, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
