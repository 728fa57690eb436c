import { ArchiveError } from "../archive/archive-error.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import { countDifferences, equalBytes } from "../binary/compare-bytes.ts";
import { detectFormat } from "../binary/detect-format.ts";
import { diffBinaries } from "../binary/diff/diff-binaries.ts";
import { FormatError } from "../binary/format-error.ts";
import type { Contents } from "../contents/container.ts";
import { openContents } from "../contents/open-contents.ts";
import { piecesOf, slice } from "../contents/slice.ts";
import type { ByteStore } from "../platform/file/byte-store.ts";
import { seen, type Collector, type Seen } from "./collector.ts";
import { compareParts, joined, type Pair } from "./compare-parts.ts";
import { diffJson } from "./text/diff-json.ts";
import { diffLines } from "./text/diff-lines.ts";

/** Archives within archives; deeper ones are compared as bytes. */
const MAX_DEPTH = 12;
/** Programs above this size are compared as bytes: their readers want them in memory. */
const MAX_PROGRAM = 512 << 20;
const MAX_TEXT = 8 << 20;

/** What a comparison needs on its way. */
export interface Comparing {
  readonly store: ByteStore;
  readonly out: Collector;
  readonly signal: AbortSignal | undefined;
}

/** Compares two files by what they are: containers part by part, programs by cause, texts by line, the rest by byte. */
export async function compareFiles(
  a: ByteSource,
  b: ByteSource,
  path: string,
  depth: number,
  comparing: Comparing,
): Promise<void> {
  const { out, signal } = comparing;
  signal?.throwIfAborted();
  out.compared();
  const bytes = await loadBoth(a, b);
  if (bytes === undefined ? await equalSources(a, b) : equalBytes(...bytes)) return;
  const before = out.count;
  if (depth < MAX_DEPTH && (await compareContainers(a, b, path, depth, comparing))) return;
  if (bytes !== undefined && compareLoaded(...bytes, path, out)) return;
  await compareBytes(a, b, path, { out, isExplained: out.count > before });
}

/** Both files in memory, when they are small enough for it. */
async function loadBoth(a: ByteSource, b: ByteSource): Promise<readonly [Uint8Array, Uint8Array] | undefined> {
  if (a.size > MAX_PROGRAM || b.size > MAX_PROGRAM) return undefined;
  return [await a.read(0, a.size), await b.read(0, b.size)];
}

async function equalSources(a: ByteSource, b: ByteSource): Promise<boolean> {
  if (a.size !== b.size) return false;
  let at = 0;
  for await (const piece of piecesOf(a)) {
    if (!equalBytes(piece, await b.read(at, piece.length))) return false;
    at += piece.length;
  }
  return true;
}

async function compareContainers(
  a: ByteSource,
  b: ByteSource,
  path: string,
  depth: number,
  comparing: Comparing,
): Promise<boolean> {
  const { out, store } = comparing;
  const opened: Contents[] = [];
  try {
    for (const source of [a, b]) {
      const contents = await openContents(source, store);
      if (contents === undefined) break;
      opened.push(contents);
    }
    const [one, other] = opened;
    if (one === undefined || other === undefined) {
      if (opened.length === 0 && (await openContents(b, store)) === undefined) return false;
      out.cause(seen("kind", "kind of file", one?.kind ?? "no archive", other?.kind ?? "no archive"), { path });
      return false;
    }
    if (one.kind !== other.kind) {
      out.cause(seen("kind", "kind of file", one.kind, other.kind), { path });
      return false;
    }
    const { inHeaders, inside, isUnread } = await compareContents(one, other, path, depth, comparing);
    if (isUnread) return false;
    if (inside || (await samePacking(one, other, { a, b, inHeaders }))) return true;
    out.cause(packing(one), { path });
    return false;
  } catch (error) {
    if (!(error instanceof ArchiveError) && !(error instanceof FormatError)) throw error;
    out.cause(unreadable("archive", error), { path });
    return false;
  } finally {
    for (const contents of opened) await contents.close();
  }
}

/** Compares open containers; says whether their headers differ, whether anything in them does, and whether something could not be read. */
export async function compareContents(
  a: Contents,
  b: Contents,
  path: string,
  depth: number,
  comparing: Comparing,
): Promise<{ readonly inHeaders: boolean; readonly inside: boolean; readonly isUnread: boolean }> {
  const { out } = comparing;
  let isUnread = false;
  const start = out.count;
  const pairs = compareParts(a, b, path, out);
  const before = out.count;
  for (const pair of pairs) {
    try {
      await comparePair(pair, joined(path, pair.a.name), depth + 1, comparing);
    } catch (error) {
      // The content of a compressed file is the file's own; an encrypted member leaves the others to be compared.
      if (!(error instanceof ArchiveError) || pair.a.name === "") throw error;
      isUnread = true;
      out.cause(unreadable("member", error), { path: joined(path, pair.a.name) });
    }
  }
  return { inHeaders: before > start, inside: out.count > before, isUnread };
}

async function comparePair({ a, b }: Pair, path: string, depth: number, comparing: Comparing): Promise<void> {
  const one = await a.open!();
  try {
    const other = await b.open!();
    try {
      await compareFiles(one, other, path, depth, comparing);
    } finally {
      await other.release();
    }
  } finally {
    await one.release();
  }
}

function unreadable(subject: string, { message }: Error): Seen {
  return { code: "unreadable", subject, message, a: null, b: null };
}

/** Whether containers with equal contents are explained by their headers: a compressed file has more behind its own. */
async function samePacking(
  one: Contents,
  other: Contents,
  { a, b, inHeaders }: { readonly a: ByteSource; readonly b: ByteSource; readonly inHeaders: boolean },
): Promise<boolean> {
  if (one.dataOffset === undefined || other.dataOffset === undefined) return inHeaders;
  return equalSources(
    slice(a, one.dataOffset, a.size - one.dataOffset),
    slice(b, other.dataOffset, b.size - other.dataOffset),
  );
}

function packing({ kind, dataOffset }: Contents): Seen {
  const message = `The same content, ${dataOffset === undefined ? "packed" : "compressed"} differently (${kind})`;
  return {
    code: "compression",
    subject: kind,
    message,
    a: null,
    b: null,
    hint: "pack with the same tool, version and level",
  };
}

const NAMES = {
  code: "digest",
  subject: "names",
  message: "Only names of other files differ",
  a: null,
  b: null,
  hint: "look at the files that it lists",
} as const;

/** What differs in an image's configuration is told as such. */
function imageCause(cause: Seen, path: string): Seen {
  if (cause.code !== "json" || !path.endsWith("/config")) return cause;
  return { ...cause, code: /\.created\b|\.history\[/.test(cause.subject) ? "image-created" : "image-config" };
}

/** Programs and texts; says whether a cause was found. */
function compareLoaded(a: Uint8Array, b: Uint8Array, path: string, out: Collector): boolean {
  if (detectFormat(a) !== undefined && detectFormat(b) !== undefined) return compareBinaries(a, b, path, out);
  const [textA, textB] = [textOf(a), textOf(b)];
  if (textA === undefined || textB === undefined) return false;
  let renamed = textA;
  for (const [one, other] of out.renames) renamed = renamed.replaceAll(one, other);
  if (renamed === textB) out.cause(NAMES, { path });
  else
    for (const each of diffJson(renamed, textB) ?? [diffLines(renamed, textB)])
      out.cause(imageCause(each, path), { path });
  return true;
}

function compareBinaries(a: Uint8Array, b: Uint8Array, path: string, out: Collector): boolean {
  try {
    const { causes, residual } = diffBinaries(a, b);
    for (const { offsetA, offsetB, ...cause } of causes) {
      out.cause(cause, {
        path,
        ...(offsetA === undefined ? {} : { offsetA }),
        ...(offsetB === undefined ? {} : { offsetB }),
      });
    }
    for (const { section, ...rest } of residual) out.residual({ path, part: section, ...rest });
    return causes.length > 0 || residual.length > 0;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    out.cause(unreadable("program", error), { path });
    return false;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAX_TEXT || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function compareBytes(
  a: ByteSource,
  b: ByteSource,
  path: string,
  { out, isExplained }: { readonly out: Collector; readonly isExplained: boolean },
): Promise<void> {
  let differing = Math.abs(a.size - b.size);
  let first = -1;
  let at = 0;
  for await (const piece of piecesOf(a.size <= b.size ? a : b)) {
    const other = await (a.size <= b.size ? b : a).read(at, piece.length);
    const found = countDifferences(piece, other);
    if (first < 0 && found.first >= 0) first = at + found.first;
    differing += found.count;
    at += piece.length;
  }
  if (first < 0) first = Math.min(a.size, b.size);
  out.residual({ path, part: "bytes", sizeA: a.size, sizeB: b.size, differing, first });
  if (isExplained) return;
  const message = `${differing} bytes differ, the first at ${first}`;
  out.cause(
    { code: "content", subject: "bytes", message, a: `${a.size} bytes`, b: `${b.size} bytes` },
    { path, offsetA: first, offsetB: first },
  );
}
