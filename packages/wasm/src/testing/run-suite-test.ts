import type { Source } from "../core/compile.ts";
import { compile } from "../core/compile.ts";
import { runWasip1 } from "../wasi/run-wasip1.ts";
import type { Backend } from "../vfs/backend.ts";
import { Pipe } from "../vfs/pipe.ts";
import { Vfs } from "../vfs/vfs.ts";
import { Tree } from "./backend-contract.ts";
import type { SuiteTest } from "./wasi-testsuite.ts";

/** Runs one test of the suite on an empty back end and returns what was wrong, or nothing. */
export async function runSuiteTest(test: SuiteTest, source: Source, root: Backend): Promise<string> {
  const tree = new Tree(new Vfs(root));
  for (const [path, content] of test.root ?? []) {
    if (path.endsWith("/")) await tree.run((vfs) => vfs.mkdir(vfs.start, path.slice(0, -1)));
    else await tree.write(path, content);
  }
  const stdin = new Pipe();
  stdin.end();
  const written = { out: "", err: "" };
  const sink = (stream: "out" | "err") => (bytes: Uint8Array) => {
    written[stream] += new TextDecoder().decode(bytes);
  };
  const streams = { stdin, stdout: sink("out"), stderr: sink("err") };
  const preopens = test.root === undefined ? [] : ["/"];
  const { args, env } = test;
  let code: number | string;
  try {
    const program = await runWasip1(await compile(source), { args, env, files: tree.vfs, preopens, ...streams });
    code = await program.exited;
  } catch (error) {
    code = String(error);
  }
  const right =
    code === test.exitCode &&
    (test.stdout === undefined || test.stdout === written.out) &&
    (test.stderr === undefined || test.stderr === written.err);
  return right ? "" : `${test.name}: exit ${code}, ${written.out} ${written.err}`;
}
