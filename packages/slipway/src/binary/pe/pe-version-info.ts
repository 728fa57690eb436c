import { Reader } from "../reader.ts";

/** A VS_VERSIONINFO resource: the fixed numbers and the texts that Explorer shows. */
export interface PeVersionInfo {
  readonly fileVersion: string;
  readonly productVersion: string;
  readonly strings: Readonly<Record<string, string>>;
}

interface Node {
  readonly key: string;
  readonly value: Reader;
  readonly isText: boolean;
  readonly valueLength: number;
  readonly children: Reader;
}

/** Reads a version resource. @throws FormatError */
export function readVersionInfo(bytes: Uint8Array, origin: number): PeVersionInfo {
  const root = readNode(new Reader(bytes, { origin }));
  const strings: Record<string, string> = {};
  let fileVersion = "";
  let productVersion = "";
  if (root.valueLength >= 52) {
    const fixed = root.value;
    const signature = fixed.u32("dwSignature");
    if (signature !== 0xfeef04bd) throw fixed.fault("dwSignature", `0x${signature.toString(16)}`, "0xfeef04bd", 0);
    fixed.skip(4, "dwStrucVersion");
    fileVersion = versionNumber(fixed);
    productVersion = versionNumber(fixed);
  }
  for (const block of childrenOf(root)) {
    if (block.key !== "StringFileInfo") continue;
    for (const table of childrenOf(block)) {
      for (const entry of childrenOf(table)) strings[entry.key] = textValue(entry);
    }
  }
  return { fileVersion, productVersion, strings };
}

function versionNumber(reader: Reader): string {
  const high = reader.u32("dwFileVersionMS");
  const low = reader.u32("dwFileVersionLS");
  return `${high >>> 16}.${high & 0xffff}.${low >>> 16}.${low & 0xffff}`;
}

function childrenOf(node: Node): Node[] {
  const nodes: Node[] = [];
  const reader = node.children;
  while (reader.remaining >= 6) {
    const start = reader.position;
    const length = reader.u16("wLength");
    if (length < 6) break;
    nodes.push(readNode(reader.sub(start, Math.min(length, reader.length - start), "wLength")));
    reader.seek(Math.min(align4(start + length), reader.length), "wLength");
  }
  return nodes;
}

/** Every structure has the same head: length, value length, type, a UTF-16 key, padding to 32 bits. */
function readNode(whole: Reader): Node {
  const length = whole.seek(0, "wLength").u16("wLength");
  const reader = whole.sub(0, Math.min(Math.max(length, 6), whole.length), "wLength").seek(2, "wLength");
  const valueLength = reader.u16("wValueLength");
  const isText = reader.u16("wType") === 1;
  const key = utf16(reader);
  reader.seek(Math.min(align4(reader.position), reader.length), "szKey");
  const valueBytes = Math.min(isText ? valueLength * 2 : valueLength, reader.remaining);
  const valueStart = reader.position;
  const value = reader.sub(valueStart, valueBytes, "wValueLength");
  const childStart = Math.min(align4(valueStart + valueBytes), reader.length);
  return { key, value, isText, valueLength, children: reader.sub(childStart, reader.length - childStart, "Children") };
}

function textValue(node: Node): string {
  return node.value.length === 0 ? "" : utf16(node.value);
}

function utf16(reader: Reader): string {
  let text = "";
  while (reader.remaining >= 2) {
    const unit = reader.u16("text");
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

function align4(value: number): number {
  return (value + 3) & ~3;
}
