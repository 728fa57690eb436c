import * as fc from "fast-check";
import type { Entry } from "../entry.ts";

/** 2023-11-14T22:13:20Z */
export const MTIME = 1_700_000_000;

export function fileEntry(name: string, content: string | Uint8Array, mode = 0o644): Entry {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, type: "file", mode, mtime: MTIME, size: bytes.length, content: () => [bytes] };
}

/** One of everything: a program, a folder, a link, an empty file, long and non-ASCII names. */
export function sampleEntries(): Entry[] {
  return [
    fileEntry("LICENSE", "All rights given.\n"),
    { name: "docs", type: "directory", mode: 0o755, mtime: MTIME, size: 0 },
    fileEntry("docs/größe.md", "# Größe\n"),
    fileEntry("docs/empty", ""),
    fileEntry(`${"a/".repeat(70)}split`, "prefix"),
    fileEntry("n".repeat(120), "pax path"),
    { name: "latest", type: "symlink", mode: 0o777, mtime: MTIME, size: 0, link: "docs/größe.md" },
    { name: "far", type: "symlink", mode: 0o777, mtime: MTIME, size: 0, link: `docs/${"l".repeat(120)}` },
    { ...fileEntry("owned", "x"), owner: "carlos", group: "staff" },
    fileEntry("hello", noise(40_000), 0o755),
  ];
}

/** Bytes that look like nothing, the same every time. */
export function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x12345678;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}

const part = fc
  .stringMatching(/^[a-zé漢😀._ -]{1,40}$/u)
  .filter((text) => text !== "." && text !== ".." && text === text.normalize("NFC"));

/** Sets of entries whose names are safe and differ by more than case. */
export const anyEntries: fc.Arbitrary<Entry[]> = fc
  .uniqueArray(
    fc.record({
      parts: fc.array(part, { minLength: 1, maxLength: 6 }),
      content: fc.uint8Array({ maxLength: 3000 }),
      mode: fc.constantFrom(0o644, 0o755, 0o600, 0o4755),
      mtime: fc.integer({ min: 315_532_800, max: 2_000_000_000 }),
    }),
    // One tree per entry, so that no name lies below a file.
    { selector: ({ parts }) => parts[0]!.toLowerCase(), maxLength: 12 },
  )
  .map((list) =>
    list.map(({ parts, content, mode, mtime }) => ({ ...fileEntry(parts.join("/"), content, mode), mtime })),
  );
