import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { isErrno } from "./errno.ts";
import { ensureFolderSync, temporaryBeside } from "./files.ts";

/**
 * A file that comes in pieces and appears under its name when it is whole. At once, without promises: for who does nothing
 * else meanwhile and must not take pieces faster than the disk does.
 *
 * Everything throws the system's errors; nothing is left then.
 */
export class IncomingFile {
  readonly #path: string;
  readonly #temporary: string;
  readonly #hash: Hash = createHash("sha256");
  #file: number | undefined;
  #size = 0;

  /** `temporaryEnd` is that of `PlaceOptions`. */
  constructor(path: string, temporaryEnd = "") {
    this.#path = path;
    this.#temporary = temporaryBeside(path, temporaryEnd);
    this.#file = openNew(this.#temporary);
  }

  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array): void {
    if (this.#file === undefined) throw new Error("Internal error: written after its end");
    this.#hash.update(bytes);
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
  }

  /** The lower-case hex SHA-256 of all of it. Called once. */
  digest(): string {
    return this.#hash.digest("hex");
  }

  keep(): void {
    this.#close();
    renameSync(this.#temporary, this.#path);
  }

  drop(): void {
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** Writes a small file at once so that readers see the old content or the new one. */
export function writeFileNow(path: string, text: string, temporaryEnd = ""): void {
  const temporary = temporaryBeside(path, temporaryEnd);
  try {
    withFolder(path, () => writeFileSync(temporary, text, { flag: "wx" }));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function openNew(path: string): number {
  return withFolder(path, () => openSync(path, "wx"));
}

function withFolder<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
    ensureFolderSync(dirname(path));
    return work();
  }
}
