import { decodeText } from "../decode-text.ts";
import { readEmbeddedFiles } from "../go/embedded-files.ts";
import type { EmbeddedFile } from "../go/embedded-files.ts";
import type { Program } from "../read-binary.ts";
import type { DiffCause } from "./binary-diff.ts";
import { cause } from "./diff-build.ts";
import { orderOf } from "./item-order.ts";
import { valueHint } from "./value-hint.ts";

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
        ...embeddedCause(name, sideOf(a, one), sideOf(b, other)),
        ...(one?.offset === undefined ? {} : { offsetA: one.offset }),
        ...(other?.offset === undefined ? {} : { offsetB: other.offset }),
      },
    ];
  });
}

/** An embedded file on one side. `text` when it is a text small enough to be told. */
interface Side {
  readonly description: string | null;
  readonly text: string | undefined;
}

const MAX_TEXT = 1 << 20;
const MAX_TOLD = 120;

function sideOf({ bytes }: Program, file: EmbeddedFile | undefined): Side {
  if (file === undefined) return { description: null, text: undefined };
  const { offset, size } = file;
  const content = offset === undefined || size > MAX_TEXT ? undefined : bytes.subarray(offset, offset + size);
  const text = content === undefined || content.includes(0) ? undefined : decodeText(content);
  return { description: describe(file), text: text?.includes("\ufffd") ? undefined : text };
}

/** Says what differs within two texts; of other contents only their sizes and hashes. */
function embeddedCause(name: string, a: Side, b: Side): DiffCause {
  if (a.text === undefined || b.text === undefined) return cause("embedded-file", name, a.description, b.description);
  const [linesA, linesB] = [a.text.split("\n"), b.text.split("\n")];
  const order = orderOf(linesA, linesB);
  if (order !== undefined)
    return { code: "embedded-file", ...order, subject: name, message: `${name}: ${order.message.toLowerCase()}` };
  const first = linesA.findIndex((line, index) => line !== linesB[index]);
  const [lineA, lineB] = [linesA[first < 0 ? linesA.length : first], linesB[first < 0 ? linesA.length : first]];
  const cut = (line: string | undefined): string | null =>
    line === undefined ? null : line.length > MAX_TOLD ? `${line.slice(0, MAX_TOLD)}...` : line;
  return cause("embedded-file", name, cut(lineA), cut(lineB), valueHint(lineA ?? "", lineB ?? ""));
}

function describe(file: EmbeddedFile | undefined): string | null {
  return file === undefined ? null : `${file.size} bytes, hash ${file.hash}`;
}
