import type { Dev } from "../vfs/backends/dev.ts";
import { OpenFile } from "../vfs/open-file.ts";

/** The three standard streams as open files 0, 1 and 2. */
export function openStandard(devices: Dev): OpenFile[] {
  const mount = { backend: devices, dev: 0n, at: new Map() };
  return ["stdin", "stdout", "stderr"].map((name, index) => {
    const node = devices.device(name);
    const mode = { read: index === 0, write: index > 0, append: false };
    return new OpenFile({ mount, node }, [], mode, devices.open(node));
  });
}
