import { readEmbeddedFiles } from "../go/embedded-files.ts";
import type { EmbeddedFile } from "../go/embedded-files.ts";
import type { Program } from "../read-binary.ts";
import type { DiffCause } from "./binary-diff.ts";
import { cause } from "./diff-build.ts";

/** Compares the files in every `embed.FS`, by name, size and the hash that the compiler stored. @throws FormatError */
export function diffEmbedded(a: Program, b: Program): readonly DiffCause[] {
  const before = new Map(readEmbeddedFiles(a).map((file) => [file.name, file]));
  const after = new Map(readEmbeddedFiles(b).map((file) => [file.name, file]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const one = before.get(name);
    const other = after.get(name);
    if (one !== undefined && other !== undefined && one.hash === other.hash && one.size === other.size) return [];
    return [
      {
        ...cause("embedded-file", name, describe(one), describe(other)),
        ...(one?.offset === undefined ? {} : { offsetA: one.offset }),
        ...(other?.offset === undefined ? {} : { offsetB: other.offset }),
      },
    ];
  });
}

function describe(file: EmbeddedFile | undefined): string | null {
  return file === undefined ? null : `${file.size} bytes, hash ${file.hash}`;
}
