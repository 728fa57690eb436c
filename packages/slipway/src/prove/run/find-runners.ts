import { join } from "../../platform/path.ts";
import { pathType } from "../../platform/file/walk.ts";
import { isProgram, lookOnPath, type Lookup } from "../../platform/process/find-program.ts";
import type { Facts } from "../../source/facts.ts";
import { nativeJob } from "./native-job.ts";
import type { MissingRunner, Runner, RunnerChoice } from "./runner.ts";

/** The machine that programs would run on. */
export interface Machine {
  readonly host: Facts["host"];
  readonly env: Readonly<Record<string, string>>;
  /** The Node that runs Slipway. */
  readonly node: string;
}

interface TargetPair {
  readonly os: string;
  readonly arch: string;
}

/** GOARCH to the name that qemu's user mode has for it. */
const QEMU: Readonly<Record<string, string>> = {
  "386": "i386",
  amd64: "x86_64",
  arm: "arm",
  arm64: "aarch64",
  loong64: "loongarch64",
  mips: "mips",
  mipsle: "mipsel",
  mips64: "mips64",
  mips64le: "mips64el",
  ppc64: "ppc64",
  ppc64le: "ppc64le",
  riscv64: "riscv64",
  s390x: "s390x",
};

/**
 * What runs programs of a target here, and what would if it were installed. Looks at files only; starts nothing.
 */
export function findRunners(target: TargetPair, machine: Machine): RunnerChoice {
  const { os, arch } = target;
  if (os === "wasip1") return wasiRunners(machine);
  if (os === "js") return jsRunners(machine);
  if (runsHere(target, machine)) {
    return { runners: [{ kind: "host", name: "this machine", files: [], slowness: 1 }], missing: [] };
  }
  if (os === "linux" && machine.host.os === "linux") return qemuRunner(arch, machine);
  if (os === "windows" && machine.host.os === "linux" && machine.host.arch === "amd64")
    return wineRunner(arch, machine);
  return { runners: [], missing: [nativeOnly(target, `nothing here runs ${os} programs`)] };
}

/** What the system itself runs: its own kind, and the older or emulated ones that it brings along. */
function runsHere({ os, arch }: TargetPair, { host }: Machine): boolean {
  if (os !== host.os) return false;
  if (arch === host.arch) return true;
  if (os === "linux") return host.arch === "amd64" && arch === "386";
  if (os === "windows") return arch === "386" || (arch === "amd64" && host.arch === "arm64");
  return os === "darwin" && arch === "amd64" && pathType(ROSETTA) === "file";
}

const ROSETTA = "/Library/Apple/usr/libexec/oah/libRosettaRuntime";

function qemuRunner(arch: string, machine: Machine): RunnerChoice {
  const name = QEMU[arch];
  if (name === undefined) return { runners: [], missing: [nativeOnly({ os: "linux", arch }, `qemu has no ${arch}`)] };
  const names = [`qemu-${name}-static`, `qemu-${name}`];
  const program = lookUp(names, machine);
  if (program !== undefined) {
    return { runners: [{ kind: "qemu", name: `qemu-${name}`, program, files: [program], slowness: 5 }], missing: [] };
  }
  return { runners: [], missing: [toInstall(`qemu-${name}`, "apt-get install qemu-user-static", names, machine)] };
}

/** Debian keeps wine's programs out of the PATH; its 32-bit part is a package of its own. */
const WINE_FOLDERS = ["/usr/lib/wine", "/opt/wine-stable/bin", "/opt/wine-devel/bin"];

function wineRunner(arch: string, machine: Machine): RunnerChoice {
  if (arch !== "amd64" && arch !== "386") {
    return { runners: [], missing: [nativeOnly({ os: "windows", arch }, `wine here runs no ${arch} programs`)] };
  }
  const wide = arch === "amd64";
  const places = WINE_FOLDERS.map((folder) => join(folder, wide ? "wine64" : "wine"));
  const names = wide ? ["wine64"] : ["wine32"];
  const program = lookUp(names, machine, places);
  if (program !== undefined) {
    return {
      runners: [{ kind: "wine", name: wide ? "wine" : "wine32", program, files: [program], slowness: 3 }],
      missing: [],
    };
  }
  const install = wide
    ? "apt-get install wine64"
    : "dpkg --add-architecture i386 && apt-get update && apt-get install wine32:i386";
  return { runners: [], missing: [toInstall(wide ? "wine" : "wine32", install, names, machine, places)] };
}

function wasiRunners(machine: Machine): RunnerChoice {
  const runners: Runner[] = [
    { kind: "node-wasi", name: "Node's WASI", program: machine.node, files: [machine.node], slowness: 3 },
  ];
  const missing: MissingRunner[] = [];
  const engines = [
    ["wasmtime", "see wasmtime.dev"],
    ["wazero", "go install github.com/tetratelabs/wazero/cmd/wazero@latest"],
  ] as const;
  for (const [name, install] of engines) {
    const program = lookUp([name], machine);
    if (program !== undefined) runners.push({ kind: name, name, program, files: [program], slowness: 3 });
    else missing.push(toInstall(name, install, [name], machine));
  }
  return { runners, missing };
}

/** Names that browsers of Chromium's family have on the PATH. */
export const CHROMIUM_NAMES: readonly string[] = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

function jsRunners(machine: Machine): RunnerChoice {
  const runners: Runner[] = [
    { kind: "node-js", name: "Node", program: machine.node, files: [machine.node], slowness: 3 },
  ];
  const program = lookUp(CHROMIUM_NAMES, machine);
  if (program === undefined) {
    return { runners, missing: [toInstall("chromium", "apt-get install chromium", CHROMIUM_NAMES, machine)] };
  }
  runners.push({ kind: "chromium", name: "Chromium", program, files: [program], slowness: 6 });
  return { runners, missing: [] };
}

function nativeOnly(target: TargetPair, reason: string): MissingRunner {
  return { name: "its own system", reason, hint: nativeJob(target), watched: [] };
}

function toInstall(
  name: string,
  install: string,
  names: readonly string[],
  machine: Machine,
  places: readonly string[] = [],
): MissingRunner {
  return {
    name,
    reason: `${name} is not installed`,
    hint: install,
    watched: [...lookups(names, machine).flatMap(({ absent }) => absent), ...places],
  };
}

function lookUp(names: readonly string[], machine: Machine, places: readonly string[] = []): string | undefined {
  for (const { path } of lookups(names, machine)) if (path !== undefined) return path;
  return places.find(isProgram);
}

function lookups(names: readonly string[], { env, host }: Machine): Lookup[] {
  return names.map((name) => lookOnPath(name, { env, os: host.os }));
}
