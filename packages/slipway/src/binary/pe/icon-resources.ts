import { Reader } from "../reader.ts";
import { RESOURCE } from "./pe-constants.ts";
import type { NewResource } from "./write-resources.ts";

/**
 * Turns an `.ico` file into resources: each image, and the group that lists them. Windows shows the group with the lowest
 * number as the program's icon.
 *
 * @throws FormatError when the file is no icon
 */
export function iconResources(ico: Uint8Array, group = 1): readonly NewResource[] {
  const reader = new Reader(ico);
  const reserved = reader.u16("idReserved");
  const type = reader.u16("idType");
  if (reserved !== 0 || type !== 1) throw reader.fault("idType", `${reserved}, ${type}`, "0, 1 (an icon)", 0);
  const count = reader.u16("idCount");
  reader.count(count, 16, "idCount");
  const directory = new Uint8Array(6 + count * 14);
  const view = new DataView(directory.buffer);
  view.setUint16(2, 1, true);
  view.setUint16(4, count, true);
  const images = Array.from({ length: count }, (_, index): NewResource => {
    const entry = reader.take(12, "ICONDIRENTRY");
    const offset = reader.u32("dwImageOffset");
    const size = new DataView(entry.buffer, entry.byteOffset, 12).getUint32(8, true);
    const number = group * 100 + index;
    directory.set(entry, 6 + index * 14);
    view.setUint16(6 + index * 14 + 12, number, true);
    return { type: RESOURCE.ICON, name: number, bytes: reader.slice(offset, size, "dwBytesInRes") };
  });
  return [...images, { type: RESOURCE.GROUP_ICON, name: group, bytes: directory }];
}
