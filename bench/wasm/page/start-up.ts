import { compile, memory, runWasip1, Vfs, type ProgramOptions, type Running } from "slipway-wasm";
import { runGojs } from "slipway-wasm/gojs";
import type { Effort } from "./contenders.ts";
import { summarize } from "./statistics.ts";

/** Milliseconds of starting a program, medians. */
export interface StartUp {
  readonly name: string;
  /** Download from localhost and compile, streaming. */
  readonly compile: number;
  /** The first run. */
  readonly run: number;
  /** Another run of the compiled module. */
  readonly again: number;
  /** Bytes of linear memory at exit. */
  readonly memory: number;
}

const PROGRAMS: readonly {
  readonly name: string;
  readonly file: string;
  readonly start: (module: WebAssembly.Module, options: ProgramOptions) => Promise<Running>;
}[] = [
  { name: "wasip1", file: "/hello.wasm", start: runWasip1 },
  { name: "GOOS=js", file: "/hello-js.wasm", start: runGojs },
];

export async function measureStart({ samples }: Effort): Promise<StartUp[]> {
  const results: StartUp[] = [];
  for (const { name, file, start } of PROGRAMS) {
    const compiles: number[] = [];
    const runs: number[] = [];
    const again: number[] = [];
    let bytes = 0;
    for (let index = 0; index < samples; index++) {
      const begin = performance.now();
      const module = await compile(`${file}?${index}`);
      compiles.push(performance.now() - begin);
      for (const list of [runs, again]) {
        const started = performance.now();
        const program = await watchMemory(() =>
          start(module, { files: new Vfs(memory()), stdout: () => {}, stderr: () => {} }),
        );
        await program.running.exited;
        list.push(performance.now() - started);
        bytes = program.memory()?.buffer.byteLength ?? 0;
      }
    }
    const middle = (list: readonly number[]): number => summarize(list).median;
    results.push({ name, compile: middle(compiles), run: middle(runs), again: middle(again), memory: bytes });
  }
  return results;
}

/** Catches the memory of the instance that `start` makes. */
async function watchMemory(
  start: () => Promise<Running>,
): Promise<{ running: Running; memory: () => WebAssembly.Memory | undefined }> {
  const original = WebAssembly.instantiate;
  let instance: WebAssembly.Instance | undefined;
  WebAssembly.instantiate = (async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
    instance = await original(module, imports);
    return instance;
  }) as typeof WebAssembly.instantiate;
  try {
    const running = await start();
    const found = Object.values(instance?.exports ?? {}).find((each) => each instanceof WebAssembly.Memory);
    return { running, memory: () => found };
  } finally {
    WebAssembly.instantiate = original;
  }
}
