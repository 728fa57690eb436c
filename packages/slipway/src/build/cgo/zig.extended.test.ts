import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { BuildRig } from "../testing/build-rig.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { goFolder, installZig } from "../testing/install.ts";

const NATIVE = join(import.meta.dirname, "../../../../../examples/native");

/** `examples/native` with builds of our own; compilers are only those of `path`. */
async function rigFor(builds: string, path: readonly string[]): Promise<BuildRig> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(NATIVE)) {
    if (/\.(?:go|c|h|mod)$/.test(name)) files[name] = readFileSync(join(NATIVE, name), "utf8");
  }
  files["slipway.yaml"] = `version: 2\nproject_name: native\nbuilds:\n${builds}`;
  const env = {
    GOENV: "off",
    GOFLAGS: undefined,
    CC: undefined,
    PATH: [...path, goFolder(), "/usr/bin", "/bin"].join(":"),
  };
  const rig = new BuildRig({ files, env });
  await rig.gather();
  return rig;
}

function said(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  return execFileSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function program(rig: BuildRig, id: string, target: string): string {
  const ext = target.startsWith("windows") ? ".exe" : "";
  return join(rig.dist, `${id}_${target}`, `native${ext}`);
}

/** Adler-32 of `hello`, which the C in the example computes. */
const SUM = "062c0215";

function sums(argv: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const [command = "", ...args] = argv;
  const sum = execFileSync(command, args, {
    input: "hello",
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  assert.equal(sum.trim(), SUM);
}

test("zig makes native for glibc 2.17 (riscv64 2.27) and musl, which run here and under qemu", async () => {
  needPrograms({
    "/usr/bin/qemu-aarch64-static": "qemu-user-static",
    "/usr/aarch64-linux-gnu/lib/libc.so.6": "libc6-arm64-cross",
    "/usr/riscv64-linux-gnu/lib/libc.so.6": "libc6-riscv64-cross",
    "/usr/bin/llvm-readobj": "llvm",
  });
  const targets = "targets: [linux_amd64, linux_arm64, linux_riscv64], env: [CGO_ENABLED=1]";
  await using rig = await rigFor(
    `  - { id: gnu, binary: native, ${targets} }\n  - { id: musl, binary: native, libc: musl, ${targets} }\n`,
    [installZig()],
  );
  await rig.run(await rig.plan());

  for (const [arch, target, highest] of [
    ["x86_64", "linux_amd64_v1", 17],
    ["aarch64", "linux_arm64_v8.0", 17],
    ["riscv64", "linux_riscv64_rva20u64", 27],
  ] as const) {
    const [gnu, musl] = [program(rig, "gnu", target), program(rig, "musl", target)];
    const asked = [...said("llvm-readobj", ["--version-info", gnu]).matchAll(/GLIBC_2\.([0-9]+)/g)].map((match) =>
      Number(match[1]),
    );
    assert.ok(asked.length > 0 && Math.max(...asked) <= highest, `${target} asks for GLIBC_2.${Math.max(...asked)}`);
    // Paths of this machine must not reach the program.
    for (const file of [gnu, musl]) {
      const text = readFileSync(file).toString("latin1");
      for (const path of [rig.root, installZig(), tmpdir() + "/slipway"])
        assert.ok(!text.includes(path), `${file} holds ${path}`);
    }
    const qemu = arch === "x86_64" ? [] : [`qemu-${arch}-static`];
    sums([...qemu, ...(arch === "x86_64" ? [] : ["-L", `/usr/${arch}-linux-gnu`]), gnu]);
    sums([...qemu, musl]);
  }
  assert.match(said(program(rig, "gnu", "linux_amd64_v1"), ["--version"]), /with glibc\n$/);
  assert.match(said(program(rig, "musl", "linux_amd64_v1"), ["--version"]), /with musl or other\n$/);
});

test("zig makes native for macOS without Apple's SDK, for the deployment target that is configured", async () => {
  needPrograms({ "/usr/bin/llvm-readobj": "llvm" });
  await using rig = await rigFor(
    `  - binary: native
    targets: [darwin_amd64, darwin_arm64]
    env: [CGO_ENABLED=1, MACOSX_DEPLOYMENT_TARGET=13.0]
`,
    [installZig()],
  );
  rig.write({ "net.go": 'package main\n\nimport (\n\t_ "net/http"\n\t_ "os/user"\n)\n' });
  await rig.run(await rig.plan());
  for (const [target, arch] of [
    ["darwin_amd64_v1", "x86_64"],
    ["darwin_arm64_v8.0", "arm64"],
  ] as const) {
    const file = program(rig, "native", target);
    assert.match(
      said("llvm-readobj", ["--file-headers", file]),
      new RegExp(`Format: Mach-O ${arch === "arm64" ? "arm64" : "64-bit x86-64"}`),
    );
    assert.match(said("llvm-readobj", ["--macho-version-min", file]), /Version: 13\.0/);
    const libraries = said("llvm-readobj", ["--needed-libs", file]);
    assert.match(libraries, /CoreFoundation\.framework/);
    assert.match(libraries, /libresolv\.9\.dylib/);
  }
});

test("a framework beyond Go's own is told by name", async () => {
  await using rig = await rigFor("  - { binary: native, targets: [darwin_arm64], env: [CGO_ENABLED=1] }\n", [
    installZig(),
  ]);
  rig.write({ "cocoa.go": 'package main\n\n// #cgo darwin LDFLAGS: -framework Cocoa\nimport "C"\n' });
  await assert.rejects(rig.run(await rig.plan()), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    return error.code === "cgo-framework-missing" && error.message.includes('"Cocoa"');
  });
});

test("zig makes native for Windows, which runs under wine", async () => {
  needPrograms({ "/usr/lib/wine/wine64": "wine64" });
  const zig = installZig();
  await using rig = await rigFor(
    "  - { binary: native, targets: [windows_amd64, windows_arm64], env: [CGO_ENABLED=1] }\n",
    [zig],
  );
  await rig.run(await rig.plan());
  assert.match(
    said("llvm-readobj", ["--file-headers", program(rig, "native", "windows_arm64_v8.0")]),
    /Machine: IMAGE_FILE_MACHINE_ARM64/,
  );

  const env = winePrefix(zig);
  sums(["/usr/lib/wine/wine64", program(rig, "native", "windows_amd64_v1")], env);
});

/** A prefix with the one function that Go programs want and wine 8 lacks. */
function winePrefix(zig: string): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), "slipway-wine-"));
  const env = { HOME: home, WINEPREFIX: join(home, "prefix"), WINEDEBUG: "-all" };
  execFileSync("/usr/lib/wine/wine64", ["wineboot", "-i"], { env: { ...process.env, ...env }, stdio: "ignore" });
  const source = join(home, "prng.c");
  writeFileSync(
    source,
    "#include <windows.h>\nBOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, size); }\n",
  );
  const folder = join(env.WINEPREFIX, "drive_c/windows/system32");
  mkdirSync(folder, { recursive: true });
  execFileSync(join(zig, "zig"), [
    "cc",
    "-target",
    "x86_64-windows-gnu",
    "-shared",
    "-o",
    join(folder, "bcryptprimitives.dll"),
    source,
    "-ladvapi32",
  ]);
  return env;
}
