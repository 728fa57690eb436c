import { compile } from "../core/compile.ts";
import { runGo } from "../gojs/run-go.ts";
import { portChannel, servePort, type Port } from "../protocol/port.ts";
import { remoteFiles } from "../protocol/remote-files.ts";
import { FileServer } from "../protocol/serve-files.ts";
import type { Backend } from "../vfs/backend.ts";
import { memory } from "../vfs/backends/memory.ts";
import { opfs } from "../vfs/backends/opfs.ts";
import { Pipe } from "../vfs/pipe.ts";
import { Vfs } from "../vfs/vfs.ts";

/** What the page runs, and on which files. */
export interface Probe {
  readonly program: string;
  readonly files: "memory" | "opfs";
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

/** Runs a program in a page or a worker, in a fresh file system, and returns its exit code and what it wrote. */
export async function probe({ program, files, args, env, input }: Probe): Promise<{ code: number; text: string }> {
  const tree = new Vfs(files === "memory" ? memory() : await privateFiles());
  const stdin = new Pipe();
  stdin.push(input);
  stdin.end();
  let text = "";
  const decoder = new TextDecoder();
  const stdout = (bytes: Uint8Array): void => void (text += decoder.decode(bytes, { stream: true }));
  const running = await runGo(await compile(program), { args, env, files: tree, stdin, stdout });
  return { code: await running.exited, text };
}

/** OPFS as a program of the place can have it: at once in a worker, and through a worker in a page. */
async function privateFiles(): Promise<Backend> {
  if (typeof document === "undefined") return opfs(await freshDirectory());
  const worker = new Worker("t.js", { type: "module", name: "server" });
  const port: unknown = worker;
  await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  return remoteFiles(await portChannel(port as Port), { id: 1, ino: 1n });
}

async function freshDirectory(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(`probe-${performance.timeOrigin}-${performance.now()}`, { create: true });
}

/** The worker that holds the files for a page. */
export async function serve(): Promise<void> {
  const backend = await opfs(await freshDirectory());
  const port: unknown = globalThis;
  servePort(port as Port, new FileServer([backend]));
  (port as Port).postMessage("ready", []);
}
