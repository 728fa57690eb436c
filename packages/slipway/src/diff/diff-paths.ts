import type { Contents, Part } from "../contents/container.ts";
import { asImage } from "../contents/open-image.ts";
import { openFile } from "../platform/file/file-source.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { ByteStore } from "../platform/file/byte-store.ts";
import { listFolder, pathType } from "../platform/file/walk.ts";
import { join, resolve } from "../platform/path.ts";
import { SlipwayError } from "../errors.ts";
import { Collector, seen } from "./collector.ts";
import { compareContents, compareFiles, type Comparing } from "./compare-files.ts";
import type { Difference } from "./difference.ts";

/** Bytes of unpacked files that are held in memory; the rest goes to a temporary folder. */
const MEMORY = 256 << 20;

/** How to compare. */
export interface DiffPathsOptions {
  /** What relative paths start from. */
  readonly dir: string;
  readonly signal?: AbortSignal;
}

/**
 * Says why two files or folders differ: causes first, then what is left in bytes.
 *
 * @throws SlipwayError `usage` when one of them is not there
 */
export async function diffPaths(first: string, second: string, options: DiffPathsOptions): Promise<Difference> {
  const [a, b] = [resolve(options.dir, first), resolve(options.dir, second)];
  const store = new ByteStore(MEMORY);
  const out = new Collector();
  const comparing: Comparing = { store, out, signal: options.signal };
  try {
    const types = [typeOf(a, first), typeOf(b, second)];
    if (types[0] !== types[1]) out.cause(seen("kind", "kind of file", types[0]!, types[1]!), { path: "" });
    else if (types[0] === "folder") {
      const [one, other] = withoutReports([await openFolder(a), await openFolder(b)], out);
      await compareContents(await asImage(one), await asImage(other), "", 0, comparing);
    } else await compareTwoFiles(a, b, "", comparing);
    return out.finish();
  } finally {
    await store.close();
  }
}

function typeOf(path: string, asked: string): "file" | "folder" {
  const type = pathType(path);
  if (type === "file" || type === "folder") return type;
  const what =
    type === undefined ? `There is no file or folder "${asked}"` : `"${asked}" is neither a file nor a folder`;
  throw new SlipwayError("usage", what, {
    hint: "slipway diff takes two files or two folders",
  });
}

async function compareTwoFiles(a: string, b: string, path: string, comparing: Comparing): Promise<void> {
  const one = await openFile(a);
  try {
    const other = await openFile(b);
    try {
      await compareFiles(one, other, path, 0, comparing);
    } finally {
      await other.close();
    }
  } finally {
    await one.close();
  }
}

/** What a release writes of its own run, with its times: no part of what it made. */
const REPORTS = /^report\.(?:html|json|junit\.xml|sarif)$/;

/** Takes the reports out of two dist folders; those of other folders are files like any. */
function withoutReports(folders: readonly [Contents, Contents], out: Collector): readonly [Contents, Contents] {
  const isDist = ({ parts }: Contents): boolean =>
    ["artifacts.json", "metadata.json"].every((file) => parts.some(({ name }) => name === file));
  if (!folders.every(isDist)) return folders;
  for (const { parts } of folders) for (const { name } of parts) if (REPORTS.test(name)) out.leftOut.add(name);
  const rest = (folder: Contents): Contents => ({
    ...folder,
    parts: folder.parts.filter(({ name }) => !REPORTS.test(name)),
  });
  return [rest(folders[0]), rest(folders[1])];
}

/** A folder as a container: times and all modes but the executable bit are the machine's, not the content's. */
async function openFolder(folder: string): Promise<Contents> {
  const parts: Part[] = [];
  const add = async (prefix: string): Promise<void> => {
    for (const entry of listFolder(join(folder, prefix))) {
      const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const path = join(folder, name);
      const head = await fileHead(path);
      if (head === undefined) continue;
      if (head.type === "folder") {
        await add(name);
        continue;
      }
      const isFile = head.type === "file";
      parts.push({
        name,
        type: isFile ? "file" : head.type === "symlink" ? "link" : "other",
        size: head.size,
        offset: 0,
        facts: isFile
          ? { mode: head.mode & 0o111 ? "executable" : "not executable" }
          : head.link === undefined
            ? {}
            : { link: head.link },
        ...(isFile
          ? {
              async open() {
                const file = await openFile(path);
                return { size: file.size, read: (at, length) => file.read(at, length), release: () => file.close() };
              },
            }
          : {}),
      });
    }
  };
  await add("");
  return { kind: "folder", facts: {}, parts, close: async () => {} };
}

/** Two files to be compared, and the name that they have in the result. */
export interface FilePair {
  readonly path: string;
  readonly a: string;
  readonly b: string;
}

/** Compares pairs of files as one thing: what several of them have in common is told once. */
export async function diffFiles(
  pairs: readonly FilePair[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<Difference> {
  const store = new ByteStore(MEMORY);
  const out = new Collector();
  const comparing: Comparing = { store, out, signal: options.signal };
  try {
    for (const { path, a, b } of pairs) await compareTwoFiles(a, b, path, comparing);
    return out.finish();
  } finally {
    await store.close();
  }
}
