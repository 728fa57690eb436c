import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Sees to it that C compiles to wasip1: installs Debian's clang and wasi-libc as root where they are missing. @throws Error that says what is missing */
export function needClang(): void {
  const version = (): string => /(\d+)\./.exec(execFileSync("clang", ["--version"], { encoding: "utf8" }))?.[1] ?? "";
  const works = (): boolean => {
    try {
      return (
        existsSync("/usr/lib/wasm32-wasi/libc.a") &&
        existsSync(
          execFileSync("clang", ["--target=wasm32-wasi", "-print-libgcc-file-name"], { encoding: "utf8" }).trim(),
        )
      );
    } catch {
      return false;
    }
  };
  if (works()) return;
  const words = "The C probes need clang, wasi-libc and libclang-rt-*-dev-wasm32";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(`${words}: install them`);
  const install = (...names: string[]): void => {
    execFileSync("flock", ["/tmp/apt.lock", "apt-get", "install", "-y", "-qq", "--no-install-recommends", ...names], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  execFileSync("flock", ["/tmp/apt.lock", "apt-get", "update", "-qq"], { stdio: "ignore" });
  install("clang", "lld", "wasi-libc");
  install(`libclang-rt-${version()}-dev-wasm32`);
  if (!works()) throw new Error(`${words}; apt-get installed them, but they do not work together`);
}
