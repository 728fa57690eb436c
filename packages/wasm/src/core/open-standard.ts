import type { Dev } from "../vfs/backends/dev.ts";
import { OpenFile } from "../vfs/open-file.ts";

/** The three standard streams as open files 0, 1 and 2. */
export async function openStandard(devices: Dev): Promise<OpenFile[]> {
  const mount = { backend: devices, dev: 0n, at: new Map() };
  const names = ["stdin", "stdout", "stderr"];
  return Promise.all(
    names.map(async (name) => {
      const node = devices.device(name);
      const mode = { read: name === "stdin", write: name !== "stdin", append: false };
      return new OpenFile({ mount, node }, [], mode, await devices.open(node, mode));
    }),
  );
}
