import type { Reader } from "../reader.ts";
import type { StringTable } from "../string-table.ts";

/** The versions that a program needs of one library: `libc.so.6` wants `GLIBC_2.34`. */
export interface ElfVersionNeed {
  readonly library: string;
  readonly versions: readonly { readonly name: string; readonly index: number; readonly weak: boolean }[];
}

/** A version that a library defines itself. */
export interface ElfVersionDefinition {
  readonly name: string;
  readonly index: number;
  readonly base: boolean;
}

/**
 * Reads `.gnu.version_r` (GNU extension, "Symbol Versioning"). `count` is DT_VERNEEDNUM.
 *
 * The records are a linked list of relative offsets; each link must move on, so a list cannot be a circle.
 */
export function readVersionNeeds(part: Reader, count: number, names: StringTable): readonly ElfVersionNeed[] {
  const needs: ElfVersionNeed[] = [];
  let at = 0;
  // Records that overlap could be named by every need again; real ones do not overlap.
  let left = Math.floor(part.length / 16);
  part.seek(0, "vn_version").count(count, 16, "DT_VERNEEDNUM");
  for (let index = 0; index < count; index++) {
    part.seek(at, "vn_next").skip(2, "vn_version");
    const auxCount = part.u16("vn_cnt");
    const file = part.u32("vn_file");
    const aux = part.u32("vn_aux");
    const next = part.u32("vn_next");
    const versions: { name: string; index: number; weak: boolean }[] = [];
    let auxAt = at + aux;
    for (let auxIndex = 0; auxIndex < auxCount; auxIndex++) {
      if (--left < 0)
        throw part.fault("vn_cnt", "more records than fit", `at most ${Math.floor(part.length / 16)}`, at);
      part.seek(auxAt, "vna_next").skip(4, "vna_hash");
      const flags = part.u16("vna_flags");
      const other = part.u16("vna_other");
      const name = part.u32("vna_name");
      const auxNext = part.u32("vna_next");
      versions.push({ name: names.at(name, "vna_name"), index: other & 0x7fff, weak: (flags & 2) !== 0 });
      if (auxNext === 0) break;
      auxAt += auxNext;
    }
    needs.push({ library: names.at(file, "vn_file"), versions });
    if (next === 0) break;
    at += next;
  }
  return needs;
}

/** Reads `.gnu.version_d`. `count` is DT_VERDEFNUM. */
export function readVersionDefinitions(
  part: Reader,
  count: number,
  names: StringTable,
): readonly ElfVersionDefinition[] {
  const definitions: ElfVersionDefinition[] = [];
  let at = 0;
  part.seek(0, "vd_version").count(count, 20, "DT_VERDEFNUM");
  for (let index = 0; index < count; index++) {
    part.seek(at, "vd_next").skip(2, "vd_version");
    const flags = part.u16("vd_flags");
    const number = part.u16("vd_ndx");
    part.skip(6, "vd_cnt");
    const aux = part.u32("vd_aux");
    const next = part.u32("vd_next");
    const name = part.seek(at + aux, "vda_name").u32("vda_name");
    definitions.push({ name: names.at(name, "vda_name"), index: number & 0x7fff, base: (flags & 1) !== 0 });
    if (next === 0) break;
    at += next;
  }
  return definitions;
}
