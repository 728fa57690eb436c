import type { Backend } from "slipway-wasm";
import { makeFile } from "./contenders.ts";

/** WASI's number for a regular file. */
const FILE = 4;

/** Writes the file that is read into a back end's root. */
export async function putFile(backend: Backend, name: string): Promise<void> {
  const { root } = backend;
  const node = (await backend.lookup(root, name)) ?? (await backend.create(root, name, FILE, 0o644));
  const handle = await backend.open(node, { read: false, write: true });
  await handle.write(makeFile(), 0);
  await handle.close?.();
}
