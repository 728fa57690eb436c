/** What Explorer shows about a program. Versions are up to four numbers; strings are free (`ProductName`, `LegalCopyright`). */
export interface VersionResource {
  readonly fileVersion: string;
  readonly productVersion: string;
  readonly strings: Readonly<Record<string, string>>;
}

/** US English, UTF-16: what every Windows falls back to. */
const LANGUAGE = 0x0409;
const CODE_PAGE = 1200;

/** Writes a VS_VERSIONINFO resource ("VS_VERSIONINFO structure", Windows menus and other resources). */
export function writeVersionInfo(version: VersionResource): Uint8Array {
  const fixed = new DataView(new ArrayBuffer(52));
  const [fileHigh, fileLow] = packed(version.fileVersion);
  const [productHigh, productLow] = packed(version.productVersion);
  const fields = [0xfeef04bd, 0x10000, fileHigh, fileLow, productHigh, productLow, 0x3f, 0, 0x40004, 1, 0, 0, 0];
  for (const [index, value] of fields.entries()) fixed.setUint32(index * 4, value, true);
  const strings = Object.entries(version.strings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => textNode(key, value));
  const table = node(`${hex4(LANGUAGE)}${hex4(CODE_PAGE)}`, 1, new Uint8Array(0), 0, strings);
  const translation = new DataView(new ArrayBuffer(4));
  translation.setUint16(0, LANGUAGE, true);
  translation.setUint16(2, CODE_PAGE, true);
  return node("VS_VERSION_INFO", 0, new Uint8Array(fixed.buffer), 52, [
    node("StringFileInfo", 1, new Uint8Array(0), 0, [table]),
    node("VarFileInfo", 1, new Uint8Array(0), 0, [node("Translation", 0, new Uint8Array(translation.buffer), 4, [])]),
  ]);
}

/** `v1.2.3-rc.1` becomes 1.2.3.0: Windows knows four numbers of 16 bits. */
function packed(version: string): readonly [number, number] {
  const numbers =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?/
      .exec(version)
      ?.slice(1)
      .map((text) => Number(text ?? 0)) ?? [];
  const [major = 0, minor = 0, patch = 0, build = 0] = numbers;
  if (numbers.some((each) => each > 0xffff))
    throw new RangeError(`Cannot write the version "${version}": Windows knows numbers up to 65535`);
  return [major * 0x10000 + minor, patch * 0x10000 + build];
}

function textNode(key: string, value: string): Uint8Array {
  const text = utf16(value);
  // The length of a text counts characters, its end included.
  return node(key, 1, text, text.length / 2, []);
}

/** A structure: length, value length, type, key, value and children, each aligned to 32 bits. */
function node(
  key: string,
  type: 0 | 1,
  value: Uint8Array,
  valueLength: number,
  children: readonly Uint8Array[],
): Uint8Array {
  const name = utf16(key);
  const parts: Uint8Array[] = [new Uint8Array(6), name];
  let size = align4(6 + name.length);
  const places = [0, 6];
  const place = (part: Uint8Array): void => {
    size = align4(size);
    places.push(size);
    parts.push(part);
    size += part.length;
  };
  if (value.length > 0) place(value);
  for (const child of children) place(child);
  const bytes = new Uint8Array(size);
  for (const [index, part] of parts.entries()) bytes.set(part, places[index]);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, size, true);
  view.setUint16(2, valueLength, true);
  view.setUint16(4, type, true);
  return bytes;
}

function utf16(text: string): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(text.length * 2 + 2));
  for (let index = 0; index < text.length; index++) bytes.setUint16(index * 2, text.charCodeAt(index), true);
  return new Uint8Array(bytes.buffer);
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function align4(value: number): number {
  return (value + 3) & ~3;
}
