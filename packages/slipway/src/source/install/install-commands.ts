/** How to get a tool, by system; a system without an entry has it from its maker's page only. */
export interface InstallCommands {
  /** By package manager: what is tried first stands first. */
  readonly linux: Readonly<Record<string, string>>;
  readonly darwin?: string;
  readonly windows?: string;
  /** Where there is no command. */
  readonly page: string;
}

const apt = (...packages: readonly string[]): string => `apt-get install ${packages.join(" ")}`;

/** The GNU triple of a Linux target's cross compiler in Debian's package names. */
const DEBIAN_GCC: Readonly<Record<string, string>> = {
  "386": "i686-linux-gnu",
  amd64: "x86-64-linux-gnu",
  arm: "arm-linux-gnueabihf",
  arm64: "aarch64-linux-gnu",
  mips: "mips-linux-gnu",
  mipsle: "mipsel-linux-gnu",
  mips64le: "mips64el-linux-gnuabi64",
  ppc64le: "powerpc64le-linux-gnu",
  riscv64: "riscv64-linux-gnu",
  s390x: "s390x-linux-gnu",
};

/** Tools that builds and proofs may want, and the command that installs each. */
const COMMANDS = {
  zig: {
    linux: { pacman: "pacman -S zig", apk: "apk add zig", dnf: "dnf install zig", pip: "pip install ziglang" },
    darwin: "brew install zig",
    windows: "winget install zig.zig",
    page: "ziglang.org/download",
  },
  gcc: {
    linux: {
      "apt-get": apt("gcc", "libc6-dev"),
      dnf: "dnf install gcc glibc-devel",
      pacman: "pacman -S gcc",
      apk: "apk add build-base",
    },
    darwin: "xcode-select --install",
    windows: "winget install BrechtSanders.WinLibs.POSIX.UCRT",
    page: "gcc.gnu.org",
  },
  "mingw-w64": {
    linux: {
      "apt-get": apt("gcc-mingw-w64-x86-64", "gcc-mingw-w64-i686"),
      dnf: "dnf install mingw64-gcc mingw32-gcc",
      pacman: "pacman -S mingw-w64-gcc",
      apk: "apk add mingw-w64-gcc i686-mingw-w64-gcc",
    },
    darwin: "brew install mingw-w64",
    windows: "winget install BrechtSanders.WinLibs.POSIX.UCRT",
    page: "www.mingw-w64.org",
  },
  "llvm-mingw": {
    linux: {},
    windows: "winget install MartinStorsjo.LLVM-MinGW.UCRT",
    page: "github.com/mstorsjo/llvm-mingw/releases (unpack, put bin on the PATH)",
  },
  "clang for MSVC": {
    linux: {},
    windows:
      "winget install LLVM.LLVM Microsoft.VisualStudio.2022.BuildTools; then, in vcvarsall.bat amd64_arm64, set CC to clang --target=aarch64-pc-windows-msvc: Go cannot drive cl",
    page: "visualstudio.microsoft.com/downloads",
  },
  xcode: { linux: {}, darwin: "xcode-select --install", page: "developer.apple.com/xcode" },
  tinygo: {
    linux: { pacman: "pacman -S tinygo" },
    darwin: "brew tap tinygo-org/tools && brew install tinygo",
    windows: "scoop install tinygo",
    page: "tinygo.org/getting-started/install",
  },
  wine: {
    linux: { "apt-get": apt("wine64"), dnf: "dnf install wine-core", pacman: "pacman -S wine", apk: "apk add wine" },
    darwin: "brew install --cask wine-stable",
    page: "winehq.org",
  },
  qemu: {
    linux: {
      "apt-get": apt("qemu-user-static"),
      dnf: "dnf install qemu-user-static",
      pacman: "pacman -S qemu-user-static",
      apk: "apk add qemu-aarch64 qemu-arm qemu-riscv64 qemu-s390x qemu-ppc64le",
    },
    page: "www.qemu.org (user mode runs on Linux only)",
  },
  binfmt: {
    linux: { "apt-get": apt("binfmt-support", "qemu-user-static"), pacman: "pacman -S qemu-user-static-binfmt" },
    page: "docs.kernel.org/admin-guide/binfmt-misc.html",
  },
  chromium: {
    linux: {
      "apt-get": apt("chromium"),
      dnf: "dnf install chromium",
      pacman: "pacman -S chromium",
      apk: "apk add chromium",
    },
    darwin: "brew install --cask chromium",
    windows: "winget install Hibbiki.Chromium",
    page: "www.chromium.org",
  },
  wasmtime: {
    linux: { apk: "apk add wasmtime", pacman: "pacman -S wasmtime" },
    darwin: "brew install wasmtime",
    windows: "winget install BytecodeAlliance.Wasmtime",
    page: "wasmtime.dev",
  },
  osslsigncode: {
    linux: {
      "apt-get": apt("osslsigncode"),
      dnf: "dnf install osslsigncode",
      pacman: "pacman -S osslsigncode",
      apk: "apk add osslsigncode",
    },
    darwin: "brew install osslsigncode",
    windows: "winget install Microsoft.WindowsSDK.10.0.26100 (it has signtool)",
    page: "github.com/mtrojnar/osslsigncode",
  },
  rcodesign: {
    linux: { cargo: "cargo install --locked apple-codesign" },
    darwin: "xcode-select --install (it has codesign)",
    windows: "cargo install --locked apple-codesign",
    page: "gregoryszorc.com/docs/apple-codesign",
  },
  cosign: {
    linux: {
      pacman: "pacman -S cosign",
      apk: "apk add cosign",
      go: "go install github.com/sigstore/cosign/v3/cmd/cosign@latest",
    },
    darwin: "brew install cosign",
    windows: "winget install Sigstore.Cosign",
    page: "docs.sigstore.dev",
  },
} as const satisfies Record<string, InstallCommands>;

/** A tool that we know how to get. */
export type KnownTool = keyof typeof COMMANDS;

/** Every way to get a tool. */
export function installCommands(tool: KnownTool): InstallCommands {
  return COMMANDS[tool];
}

/** The cross compiler of Debian for a Linux target; none where Debian has none. */
export function debianCross(arch: string): string | undefined {
  const triple = DEBIAN_GCC[arch];
  if (triple === undefined) return undefined;
  const library = arch === "arm" ? "armhf" : arch === "386" ? "i386" : arch === "ppc64le" ? "ppc64el" : arch;
  return apt(`gcc-${triple}`, `libc6-dev-${library}-cross`);
}

/**
 * The command that installs a tool on this machine. `has` says whether a program (a package manager) is there. Where there
 * is no command, the page that has the tool.
 */
export function installHere(tool: KnownTool, host: string, has: (program: string) => boolean): string {
  const commands: InstallCommands = COMMANDS[tool];
  if (host === "darwin" || host === "windows") return commands[host] ?? commands.page;
  if (host !== "linux") return commands.page;
  for (const [manager, command] of Object.entries(commands.linux)) if (has(manager)) return command;
  // pip is in the list for what most distributions lack, and may be there under another name.
  return commands.linux["pip"] ?? commands.page;
}
