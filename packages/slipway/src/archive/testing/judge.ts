import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { needPrograms } from "../../platform/testing/need-programs.ts";

/** The Debian packages of the judges. */
const PACKAGES: Readonly<Record<string, string>> = { unzip: "unzip", xz: "xz-utils", zstd: "zstd", python3: "python3" };

/** Runs another project's tool on our bytes, installed first where it is missing, and gives what it prints. */
export function judge(bytes: Uint8Array, argv: readonly [string, ...string[]]): Uint8Array {
  const name = PACKAGES[argv[0]];
  if (name !== undefined) needPrograms({ [argv[0]]: name });
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-judge-"));
  try {
    const file = path.join(folder, "archive");
    writeFileSync(file, bytes);
    const [command, ...rest] = argv.map((word) => (word === "FILE" ? file : word)) as [string, ...string[]];
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder, LC_ALL: "C.UTF-8", TZ: "UTC" };
    const result = spawnSync(command, rest, { cwd: folder, env, maxBuffer: 1 << 28 });
    if (result.error !== undefined) throw result.error;
    if (result.status !== 0)
      throw new Error(`${argv.join(" ")} refuses our archive:\n${result.stderr.toString()}${result.stdout.toString()}`);
    return result.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
