/**
 * Which proposals the instructions of function bodies come from, by the names of the tool conventions (`sign-ext`).
 *
 * Only immediates are decoded, as far as it takes to find the next instruction (core specification, chapter 5.4). A body
 * that cannot be followed (of a proposal with shapes of its own) is left where that begins; what began it is told.
 */
export function codeFeatures(body: Uint8Array, features: Set<string>): void {
  const cursor = { bytes: body, at: 0 };
  for (let groups = uleb(cursor); groups > 0; groups--) {
    uleb(cursor);
    cursor.at += body[cursor.at] === 0x63 || body[cursor.at] === 0x64 ? 2 : 1;
  }
  while (cursor.at < body.length && instruction(cursor, features));
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Passes one number of LEB128 and returns its low bits. */
function uleb(cursor: Cursor): number {
  let value = 0;
  let shift = 0;
  let byte: number;
  do {
    byte = cursor.bytes[cursor.at++] ?? 0;
    if (shift < 28) value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80);
  return value;
}

function memoryArgument(cursor: Cursor, features: Set<string>): void {
  if ((uleb(cursor) & 0x40) !== 0) {
    features.add("multimemory");
    uleb(cursor);
  }
  uleb(cursor);
}

function instruction(cursor: Cursor, features: Set<string>): boolean {
  const op = cursor.bytes[cursor.at++]!;
  if (op >= 0x45 && op <= 0xc4) {
    if (op >= 0xc0) features.add("sign-ext");
    return true;
  }
  if (op >= 0x28 && op <= 0x3e) {
    memoryArgument(cursor, features);
    return true;
  }
  switch (op) {
    case 0x00:
    case 0x01:
    case 0x05:
    case 0x0b:
    case 0x0f:
    case 0x1a:
    case 0x1b:
      return true;
    case 0x02:
    case 0x03:
    case 0x04:
      if ((cursor.bytes[cursor.at] ?? 0) < 0x40 || (cursor.bytes[cursor.at] ?? 0) >= 0x80) features.add("multivalue");
      uleb(cursor);
      return true;
    case 0x0c:
    case 0x0d:
    case 0x10:
    case 0x20:
    case 0x21:
    case 0x22:
    case 0x23:
    case 0x24:
    case 0x3f:
    case 0x40:
    case 0x41:
    case 0x42:
      uleb(cursor);
      return true;
    case 0x43:
      cursor.at += 4;
      return true;
    case 0x44:
      cursor.at += 8;
      return true;
    case 0x0e:
      for (let targets = uleb(cursor); targets >= 0 && cursor.at < cursor.bytes.length; targets--) uleb(cursor);
      return true;
    case 0x11:
      uleb(cursor);
      if (uleb(cursor) !== 0) features.add("reference-types");
      return true;
    case 0x12:
      features.add("tail-call");
      uleb(cursor);
      return true;
    case 0x13:
      features.add("tail-call");
      uleb(cursor);
      uleb(cursor);
      return true;
    case 0x1c:
    case 0x25:
    case 0x26:
    case 0xd0:
    case 0xd2:
      features.add("reference-types");
      for (let rest = op === 0x1c ? uleb(cursor) : 1; rest > 0 && cursor.at < cursor.bytes.length; rest--) uleb(cursor);
      return true;
    case 0xd1:
      features.add("reference-types");
      return true;
    case 0x06:
    case 0x07:
    case 0x08:
    case 0x09:
    case 0x0a:
    case 0x18:
    case 0x19:
    case 0x1f:
      features.add("exception-handling");
      return false;
    case 0xfc:
      return bulk(cursor, features);
    case 0xfd:
      return vector(cursor, features);
    case 0xfe:
      features.add("atomics");
      if (uleb(cursor) === 3) cursor.at++;
      else memoryArgument(cursor, features);
      return true;
    default:
      features.add("gc");
      return false;
  }
}

function bulk(cursor: Cursor, features: Set<string>): boolean {
  const op = uleb(cursor);
  if (op < 8) features.add("nontrapping-fptoint");
  else if (op <= 14) {
    features.add(op >= 12 ? "reference-types" : "bulk-memory");
    for (let rest = op === 8 || op === 10 || op === 12 || op === 14 ? 2 : 1; rest > 0; rest--) uleb(cursor);
  } else {
    features.add("reference-types");
    uleb(cursor);
  }
  return true;
}

function vector(cursor: Cursor, features: Set<string>): boolean {
  const op = uleb(cursor);
  features.add(op >= 0x100 ? "relaxed-simd" : "simd128");
  if (op <= 11 || op === 92 || op === 93) memoryArgument(cursor, features);
  else if (op === 12 || op === 13) cursor.at += 16;
  else if (op >= 84 && op <= 91) {
    memoryArgument(cursor, features);
    cursor.at++;
  } else if (op >= 21 && op <= 34) cursor.at++;
  return true;
}
