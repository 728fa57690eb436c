import { ArchiveError } from "./archive-error.ts";
import { linkFault, nameFault } from "./entry-name.ts";
import type { EntryType } from "./entry.ts";

/**
 * Keeps the names of an archive and refuses a member whose name is not safe to unpack: one that leaves the folder, that
 * comes twice, that differs from another only in case, or that lies below a file or a symbolic link.
 */
export class MemberNames {
  /** By name in lower case: the name as written and whether it holds others. */
  readonly #seen = new Map<string, { readonly name: string; readonly folder: boolean; readonly said: boolean }>();

  /** @throws ArchiveError `hostile-name` or `duplicate-name` */
  add(name: string, type: EntryType, offset: number, link?: string): void {
    const fault = nameFault(name);
    if (fault !== undefined)
      throw new ArchiveError("hostile-name", offset, `Member ${quote(name)} is refused: ${fault}`);
    if (type === "symlink") {
      const bad = linkFault(name, link ?? "");
      if (bad !== undefined) throw new ArchiveError("hostile-name", offset, `Link ${quote(name)} is refused: ${bad}`);
    }
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1))
      this.#put(name.slice(0, at), true, false, offset);
    this.#put(name, type === "directory", true, offset);
  }

  #put(name: string, folder: boolean, said: boolean, offset: number): void {
    const key = name.normalize("NFC").toLowerCase();
    const first = this.#seen.get(key);
    if (first === undefined) {
      this.#seen.set(key, { name, folder, said });
      return;
    }
    if (first.name !== name) {
      throw new ArchiveError(
        "duplicate-name",
        offset,
        `Member ${quote(name)} differs from ${quote(first.name)} only in case`,
      );
    }
    if (said && first.said) throw new ArchiveError("duplicate-name", offset, `Member ${quote(name)} comes twice`);
    if (first.folder !== folder) {
      throw new ArchiveError("hostile-name", offset, `Member ${quote(name)} is a folder and something else at once`);
    }
    if (said) this.#seen.set(key, { name, folder, said });
  }
}

function quote(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}...` : name);
}
