/** A file that is read and written at once: what `FileSystemFileHandle.createSyncAccessHandle` gives in a worker. */
export interface SyncFile {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(from: Uint8Array, options: { readonly at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Fills all of `into` from offset `at`, as far as the file goes, and returns the bytes read. */
export function readFully(file: SyncFile, into: Uint8Array, at: number): number {
  let done = 0;
  while (done < into.length) {
    const count = file.read(into.subarray(done), { at: at + done });
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Writes all of `from` at offset `at`. */
export function writeFully(file: SyncFile, from: Uint8Array, at: number): void {
  for (let done = 0; done < from.length;) done += file.write(from.subarray(done), { at: at + done });
}
