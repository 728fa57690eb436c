import { memory, runWasip1, Vfs } from "slipway-wasm";
import { FILE_SIZE, makeFile, type Effort } from "./contenders.ts";
import { putFile } from "./put-file.ts";
import { runInShim } from "./shim.ts";

/** Garbage that reading leaves on JavaScript's heap. */
export interface MemoryUse {
  readonly name: string;
  /** Bytes a read of 1 MB; undefined where the engine does not tell. */
  readonly perRead: number | undefined;
  readonly note: string;
}

/** Long enough for many reads, short enough that few collections fall into it. */
const EFFORT: Effort = { samples: 4, minimumMs: 20, rounds: 1 };

/**
 * What reads leave behind for the collector: the heap of the page before and after, without a collection in between where the
 * engine lets a page see its heap (Chromium, exactly with --enable-precise-memory-info).
 */
export async function measureMemory({ reader }: { readonly reader: WebAssembly.Module }): Promise<MemoryUse[]> {
  const ours = async (): Promise<number> => {
    const backend = memory();
    await putFile(backend, "file");
    let text = "";
    const args = ["/file", String(FILE_SIZE), String(EFFORT.samples), String(EFFORT.minimumMs)];
    const stdout = (bytes: Uint8Array): void => void (text += new TextDecoder().decode(bytes));
    await (
      await runWasip1(reader, { args, files: new Vfs(backend), stdout })
    ).exited;
    return readsIn(JSON.parse(text) as { batch: number });
  };
  const shim = async (): Promise<number> => readsIn(await runInShim(reader, makeFile(), EFFORT));
  const fetched = async (): Promise<number> => {
    for (let index = 0; index < 20; index++) await (await fetch("/file.bin", { cache: "no-store" })).arrayBuffer();
    return 20;
  };
  const uses: MemoryUse[] = [];
  for (const [name, work] of [
    ["files in memory", ours],
    ["browser_wasi_shim", shim],
    ["fetch from localhost", fetched],
  ] as const) {
    uses.push(await garbageOf(name, work));
  }
  return uses;
}

/** The reads of a run: its samples, and about as many again to find the size of a batch. */
function readsIn({ batch }: { readonly batch: number }): number {
  return batch * (EFFORT.samples + 1);
}

async function garbageOf(name: string, work: () => Promise<number>): Promise<MemoryUse> {
  const heap = (): number | undefined =>
    (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize;
  (globalThis as { gc?: () => void }).gc?.();
  let last = heap();
  if (last === undefined) return { name, perRead: undefined, note: "this engine does not tell" };
  let grown = 0;
  const look = (): void => {
    const now = heap() ?? 0;
    grown += Math.max(0, now - last!);
    last = now;
  };
  const timer = setInterval(look, 1);
  const reads = await work();
  clearInterval(timer);
  look();
  return { name, perRead: Math.round(grown / reads), note: `over ${reads} reads` };
}
