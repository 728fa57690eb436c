import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

/** Runs another project's tool on our bytes. The test is skipped, with its reason, on a machine that has no such tool. */
export function judge(t: TestContext, bytes: Uint8Array, argv: readonly [string, ...string[]]): Uint8Array | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-judge-"));
  try {
    const file = path.join(folder, "archive");
    writeFileSync(file, bytes);
    const [command, ...rest] = argv.map((word) => (word === "FILE" ? file : word)) as [string, ...string[]];
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder, LC_ALL: "C.UTF-8", TZ: "UTC" };
    const result = spawnSync(command, rest, { cwd: folder, env, maxBuffer: 1 << 28 });
    if (result.error !== undefined) {
      t.skip(`"${command}" is not on this machine, so nobody else judged this archive`);
      return undefined;
    }
    if (result.status !== 0)
      throw new Error(`${argv.join(" ")} refuses our archive:\n${result.stderr}${result.stdout}`);
    return result.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
