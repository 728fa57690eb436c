/** What a bundled program is started with: loads it, checked and compiled once, and gives its exports as functions. */
import { compile } from "../core/compile.ts";
import type { ProgramOptions, Running } from "../core/program.ts";

/** A started program; `exports` has its functions, each call waiting for those before it. */
export interface StartedProgram {
  readonly exited: Promise<number>;
  readonly exports: Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>>;
  readonly memory: WebAssembly.Memory;
  stop(code?: number): void;
}

/** Where the program is, its digest, and what runs its kind. */
export interface BundledProgram {
  readonly url: URL;
  readonly integrity: string;
  readonly run: (module: WebAssembly.Module, options: ProgramOptions) => Promise<Running>;
}

/** Makes the `start` of a bundle. The module is downloaded and compiled once, however often it is started. */
export function starter(program: BundledProgram): (options?: ProgramOptions) => Promise<StartedProgram> {
  let module: Promise<WebAssembly.Module> | undefined;
  return async (options = {}) => {
    module ??= load(program);
    const stdout = lineLogger("log");
    const stderr = lineLogger("error");
    const running = await program.run(await module, { stdout: stdout.write, stderr: stderr.write, ...options });
    void running.exited
      .catch(() => {})
      .then(() => {
        stdout.end();
        stderr.end();
      });
    return {
      exited: running.exited,
      memory: running.memory,
      stop: (code) => running.stop(code),
      exports: new Proxy(
        {},
        {
          get:
            (_, name) =>
            (...values: unknown[]) =>
              running.call(String(name), ...values),
        },
      ),
    };
  };
}

async function load({ url, integrity }: BundledProgram): Promise<WebAssembly.Module> {
  // Tests of a package run in Node, which fetches no files.
  if (url.protocol === "file:") {
    // A name that no bundler follows.
    const name: string = ["node:fs", "promises"].join("/");
    const fs = (await import(name)) as { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
    return compile(await fs.readFile(url));
  }
  return compile(fetch(url, { integrity }));
}

/** Prints whole lines to the console, and at the end the last one, which may lack its end. */
function lineLogger(level: "log" | "error"): { readonly write: (bytes: Uint8Array) => void; readonly end: () => void } {
  const decoder = new TextDecoder();
  let rest = "";
  return {
    write(bytes) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) console[level](line);
    },
    end() {
      if (rest !== "") console[level](rest);
      rest = "";
    },
  };
}
