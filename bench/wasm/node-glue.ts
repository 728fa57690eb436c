import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeFile } from "./page/contenders.ts";
import { summarize, type Summary } from "./page/statistics.ts";

/** Samples before those that count. */
const WARM_UP = 40;

/** 4 KB reads of a GOOS=js program, in microseconds for 1 MB. */
export interface JsReads {
  /** Go's own glue over Node's `fs`. */
  readonly glue: Summary;
  /** This runtime over the same directory. */
  readonly host: Summary;
  /** This runtime over files in memory. */
  readonly memory: Summary;
}

/** Runs the same program with Go's own `wasm_exec_node.js` and with this runtime, in turns. */
export function measureNodeGlue(program: string, folder: string, rounds: number): JsReads {
  const file = path.join(folder, "file.bin");
  writeFileSync(file, makeFile());
  const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const glueScript = path.join(goroot, "lib", "wasm", "wasm_exec_node.js");
  const ours = path.resolve(import.meta.dirname, "..", "..", "packages", "wasm", "src");
  // The first samples are those in which engines still compile what is hot; nobody's count.
  const run = (args: readonly string[]): number[] =>
    (JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as { us: number[] }).us.slice(WARM_UP);
  const glue: number[] = [];
  const host: number[] = [];
  const memory: number[] = [];
  const reader = ["4096", String(WARM_UP + 40), "20"];
  const request = { program, args: ["/m/file.bin", ...reader], mounts: [{ host: folder, guest: "/m" }] };
  const script = `import { runInNode } from ${JSON.stringify(path.join(ours, "node/index.ts"))};
process.exitCode = await runInNode(${JSON.stringify(request)});`;
  const inMemory = `import { readFileSync } from "node:fs";
import { compile, memory, Vfs } from ${JSON.stringify(path.join(ours, "index.ts"))};
import { runGojs } from ${JSON.stringify(path.join(ours, "gojs/index.ts"))};
import { putFile } from ${JSON.stringify(path.join(import.meta.dirname, "page/put-file.ts"))};
const files = memory();
await putFile(files, "file");
const module = await compile(readFileSync(${JSON.stringify(program)}));
const stdout = (bytes) => process.stdout.write(bytes);
await (await runGojs(module, { args: ["/file", ...${JSON.stringify(reader)}], files: new Vfs(files), stdout })).exited;`;
  const node = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e"];
  for (let round = 0; round < rounds; round++) {
    glue.push(...run([glueScript, program, file, ...reader]));
    host.push(...run([...node, script]));
    memory.push(...run([...node, inMemory]));
  }
  return { glue: summarize(glue), host: summarize(host), memory: summarize(memory) };
}
