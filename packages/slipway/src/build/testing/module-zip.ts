import { crc32 } from "node:zlib";

/** A zip of stored files, as a module proxy serves a module. */
export function writeModuleZip(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const sizes = [crc32(body), body.length, body.length];
    const local = Buffer.concat([
      u32(0x04034b50),
      u16(20, 0x800, 0, 0, 0x21),
      u32(...sizes),
      u16(name.length, 0),
      Buffer.from(name),
      body,
    ]);
    central.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(20, 20, 0x800, 0, 0, 0x21),
        u32(...sizes),
        u16(name.length, 0, 0, 0, 0),
        u32(0, offset),
        Buffer.from(name),
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = central.length;
  return Buffer.concat([
    ...parts,
    directory,
    u32(0x06054b50),
    u16(0, 0, count, count),
    u32(directory.length, offset),
    u16(0),
  ]);
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
