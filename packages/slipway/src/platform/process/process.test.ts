import assert from "node:assert/strict";
import { test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SlipwayError } from "../../errors.ts";
import { runProcess, type ProcessOptions } from "./process.ts";
import { treeEnded } from "./process-tree.ts";

const options: ProcessOptions = { cwd: tmpdir(), env: { PATH: process.env["PATH"] ?? "" } };

async function failure(work: Promise<unknown>): Promise<SlipwayError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof SlipwayError, String(error));
    return error;
  }
  throw new Error("expected a failure");
}

test("runProcess() gives output, streams it and passes exactly the environment that it was given", async () => {
  const chunks: string[] = [];
  const result = await runProcess(["sh", "-c", "env; echo no >&2"], {
    ...options,
    env: { ...options.env, ONLY: "ü" },
    onOutput: (stream, text) => chunks.push(`${stream}:${text}`),
  });
  const names = result.stdout.split("\n").map((line) => line.split("=")[0]);
  assert.ok(result.stdout.includes("ONLY=ü\n"));
  assert.ok(!names.includes("HOME"));
  assert.equal(result.stderr, "no\n");
  assert.ok(chunks.includes("stderr:no\n"));
  assert.equal(result.exitCode, 0);
});

test("runProcess() gives standard input to the process", async () => {
  assert.equal((await runProcess(["cat"], { ...options, stdin: "hello" })).stdout, "hello");
  const large = new Uint8Array(1 << 20);
  assert.equal((await runProcess(["sh", "-c", "exec <&-; exit 0"], { ...options, stdin: large })).exitCode, 0);
});

test("runProcess() never passes words through a shell", async () => {
  const word = "$(touch /tmp/no) ; \" ' * \n";
  assert.equal((await runProcess(["printf", "%s", word], options)).stdout, word);
});

test("runProcess() fails with the exit code and what was printed", async () => {
  const error = await failure(runProcess(["sh", "-c", "echo why >&2; exit 3"], options));
  assert.equal(error.code, "tool-failed");
  assert.equal(error.message, '"sh" failed with exit code 3');
  assert.equal(error.details.output, "why\n");
  assert.equal((await runProcess(["sh", "-c", "exit 3"], { ...options, check: false })).exitCode, 3);
});

test("runProcess() names a program that does not exist, and a folder that does not", async () => {
  const missing = await failure(runProcess(["no-such-tool"], options));
  assert.equal(missing.code, "tool-not-found");
  assert.match(missing.message, /"no-such-tool"/);
  const folder = await failure(runProcess(["sh"], { ...options, cwd: join(tmpdir(), "no-such-folder") }));
  assert.equal(folder.code, "tool-failed");
  assert.match(folder.message, /working folder ".*no-such-folder" does not exist/);
});

test("runProcess() keeps the first bytes of ten megabytes and passes all of them on", async () => {
  let seen = 0;
  const result = await runProcess(["sh", "-c", "yes 0123456789abcde | head -c 10000000"], {
    ...options,
    keep: 1000,
    onOutput: (_stream, text) => (seen += text.length),
  });
  assert.equal(seen, 10_000_000);
  assert.ok(result.stdout.startsWith("0123456789abcde\n"));
  assert.ok(result.stdout.endsWith("[9999000 more bytes were left out]\n"));
});

test("runProcess() ends the whole tree at the time limit, also one that does not listen", async () => {
  let pid = 0;
  const error = await failure(
    runProcess(["sh", "-c", "echo $$; trap '' TERM; sleep 60 & while :; do sleep 1; done"], {
      ...options,
      timeout: 200,
      onOutput: (_stream, text) => (pid ||= Number(text)),
    }),
  );
  assert.equal(error.code, "timeout");
  assert.ok(pid > 0 && treeEnded(pid));
});

test("runProcess() ends the whole tree when it is cancelled", async () => {
  const controller = new AbortController();
  let pid = 0;
  const work = runProcess(["sh", "-c", "echo $$; sleep 60 & sleep 60"], {
    ...options,
    signal: controller.signal,
    onOutput(_stream, text) {
      pid = Number(text);
      controller.abort();
    },
  });
  assert.equal((await failure(work)).code, "cancelled");
  assert.ok(pid > 0 && treeEnded(pid));
  assert.equal((await failure(runProcess(["true"], { ...options, signal: controller.signal }))).code, "cancelled");
});

test("runProcess() does not wait for what a process left in the background", async () => {
  const result = await runProcess(["sh", "-c", "sleep 20 & echo $!"], options);
  process.kill(Number(result.stdout));
});

test("runProcess() measures CPU and memory of the tree on Linux", { skip: process.platform !== "linux" }, async () => {
  const script = "const b = Buffer.alloc(150e6, 1); const t = Date.now(); while (Date.now() - t < 400) b[0]++;";
  const result = await runProcess(["sh", "-c", '"$0" -e "$1"; true', process.execPath, script], options);
  assert.ok(result.cpuMs! >= 50, `${result.cpuMs} ms`);
  assert.ok(result.peakBytes! > 150e6, `${result.peakBytes} bytes`);
});
