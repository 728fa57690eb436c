import { join } from "../../platform/path.ts";
import {
  copyFile,
  readBytesIfExists,
  readTextIfExists,
  removeTree,
  touch,
  writeFileAtomic,
} from "../../platform/file/files.ts";
import { fileSize } from "../../platform/file/walk.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import { isErrno } from "../../platform/file/errno.ts";
import { readAction, writeAction, type ActionRecord } from "./action-record.ts";

/** What the store does to the disk; a test has one whose disk is full. */
export interface StoreFiles {
  readText(path: string): Promise<string | undefined>;
  writeText(path: string, text: string): Promise<void>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  writeBytes(path: string, bytes: Uint8Array, mode: number): Promise<void>;
  copy(from: string, to: string, mode: number): Promise<void>;
  sum(path: string): Promise<string>;
  size(path: string): number | undefined;
  remove(path: string): Promise<void>;
  touch(path: string): Promise<void>;
}

const diskFiles: StoreFiles = {
  readText: readTextIfExists,
  writeText: (path, text) => writeFileAtomic(path, text),
  readBytes: readBytesIfExists,
  writeBytes: (path, bytes, mode) => writeFileAtomic(path, bytes, { mode }),
  copy: (from, to, mode) => copyFile(from, to, { mode }),
  sum: sha256OfFile,
  size: fileSize,
  remove: removeTree,
  touch,
};

/** How to open a store. */
export interface StoreOptions {
  /** Told in a sentence what went wrong; the work goes on. */
  readonly warn: (text: string) => void;
  readonly files?: StoreFiles;
}

/**
 * The content-addressed store of finished work: `cas/<2 hex>/<sha256>` holds bytes (mode 0444), `actions/<2 hex>/<key>.json`
 * says which bytes a task with that key made.
 *
 * Nothing here ever fails a build: what cannot be read is a miss, what cannot be written is not kept, both with a
 * warning. Everything is written to a temporary name and renamed, so that processes may share a store; no byte leaves it
 * without its digest having been checked.
 */
export class Store {
  readonly folder: string;
  readonly #warn: (text: string) => void;
  readonly #files: StoreFiles;
  #full = false;
  /** Whether anything was put during this run. */
  wrote = false;

  constructor(folder: string, options: StoreOptions) {
    this.folder = folder;
    this.#warn = options.warn;
    this.#files = options.files ?? diskFiles;
  }

  /** What the task with this key made, if the store knows. */
  async action(key: string): Promise<ActionRecord | undefined> {
    const path = actionPath(this.folder, key);
    try {
      const text = await this.#files.readText(path);
      if (text === undefined) return undefined;
      const record = readAction(text, key);
      if (record === undefined) {
        this.#warn(`The cache entry "${path}" is damaged; it was dropped and the work is done again`);
        await this.#drop(path);
        return undefined;
      }
      await this.#files.touch(path).catch(() => undefined);
      return record;
    } catch (error) {
      this.#warn(`Cannot read the cache entry "${path}" (${reason(error)}); the work is done again`);
      return undefined;
    }
  }

  /** Whether the bytes seem to be there; `restore` may still find them damaged. */
  has(digest: string): boolean {
    return this.placeOf(digest) !== undefined;
  }

  /** The file that should hold the bytes with this digest, if there is one; nothing about it was checked. */
  placeOf(digest: string): string | undefined {
    const path = blobPath(this.folder, digest);
    return this.#files.size(path) === undefined ? undefined : path;
  }

  /**
   * Copies stored bytes to `to`, a temporary name, and checks them there.
   *
   * @returns whether `to` now has exactly these bytes. Failures of the place they go to are thrown.
   */
  async restore(digest: string, to: string, mode: number): Promise<boolean> {
    const path = blobPath(this.folder, digest);
    if (this.#files.size(path) === undefined) return false;
    try {
      await this.#files.copy(path, to, mode);
    } catch (error) {
      if (isErrno(error, "ENOENT")) return false;
      if (isErrno(error, "ENOSPC", "EDQUOT", "EROFS")) throw error;
      this.#warn(`Cannot read "${path}" from the cache (${reason(error)}); the work is done again`);
      return false;
    }
    if ((await this.#files.sum(to)) === digest) {
      await this.#files.touch(path).catch(() => undefined);
      return true;
    }
    this.#warn(`The cached file "${path}" is damaged; it was dropped and the work is done again`);
    await this.#drop(path);
    await this.#files.remove(to);
    return false;
  }

  /** Stored bytes, unchecked; `undefined` where there are none. */
  async read(digest: string): Promise<Uint8Array | undefined> {
    return this.#files.readBytes(blobPath(this.folder, digest)).catch(() => undefined);
  }

  /** Keeps the bytes of files and then the record that names them. */
  async put(record: ActionRecord, fileOf: (outputPath: string) => string): Promise<void> {
    await this.#keep(record, (path, blob) => this.#files.copy(fileOf(path), blob, 0o444));
  }

  /** The same with bytes that are not in files; those that are here already need not be given. */
  async putBytes(record: ActionRecord, bytesOf: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await this.#keep(record, async (path, blob) => {
      const bytes = bytesOf.get(path);
      if (bytes === undefined) throw new Error(`"${path}" is gone`);
      await this.#files.writeBytes(blob, bytes, 0o444);
    });
  }

  async #keep(record: ActionRecord, fill: (outputPath: string, blob: string) => Promise<void>): Promise<void> {
    if (this.#full) return;
    const path = actionPath(this.folder, record.key);
    try {
      for (const output of record.outputs) {
        const blob = blobPath(this.folder, output.digest);
        if (this.#files.size(blob) !== output.size) await fill(output.path, blob);
      }
      await this.#files.writeText(path, writeAction(record));
      this.wrote = true;
    } catch (error) {
      // One warning is enough: a full or read-only disk does not get better by being asked again.
      this.#full = true;
      this.#warn(`Cannot write to the cache "${this.folder}" (${reason(error)}); results of this run are not kept`);
    }
  }

  async #drop(path: string): Promise<void> {
    await this.#files.remove(path).catch(() => undefined);
  }
}

/** Where the bytes with this digest are kept. */
export function blobPath(folder: string, digest: string): string {
  return join(folder, "cas", digest.slice(0, 2), digest);
}

function actionPath(folder: string, key: string): string {
  return join(folder, "actions", key.slice(0, 2), `${key}.json`);
}

function reason(error: unknown): string {
  return error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error);
}
