import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** zig from the Python registry, pinned, in a folder of its own; made once per machine start. Returns the folder with `zig`. */
export function installZig(): string {
  const folder = join(tmpdir(), "slipway-zig-0.17.1");
  const bin = join(folder, "path");
  if (!existsSync(join(bin, "zig"))) {
    execFileSync(
      "python3",
      ["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", folder, "ziglang==0.17.1"],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "zig"), `#!/bin/sh\nexec env PYTHONPATH='${folder}' python3 -m ziglang "$@"\n`, {
      mode: 0o755,
    });
  }
  return bin;
}

/** The folder of the PATH that has `go`, for tests that want nothing else of the PATH. */
export function goFolder(): string {
  const folder = (process.env["PATH"] ?? "").split(delimiter).find((each) => existsSync(join(each, "go")));
  if (folder === undefined) throw new Error("There is no go on the PATH");
  return folder;
}
