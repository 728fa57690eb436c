import type { ContainedResult } from "./contained-run.ts";

/** How a run of a program ended, whatever was expected of it. */
export type RunEnd =
  | { readonly type: "exit"; readonly code: number }
  | { readonly type: "running" }
  | { readonly type: "crash"; readonly how: string }
  | { readonly type: "memory" }
  /** A shared library that its loader did not find. */
  | { readonly type: "library"; readonly how: string }
  /** It could not be started here, through no fault of its own. */
  | { readonly type: "unable"; readonly reason: string; readonly hint: string };

const GO_TRACE = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/mu;
const LIBRARY =
  /error while loading shared libraries: .*|Error loading shared library .*|cannot open shared object file.*|Library not loaded: .*|(?:err:module:import_dll|Library) \S+\.dll .*not found.*/iu;
const CPU = /^This program can only be run on .*(?:v\d|POWER\d+|z\d+).*/mu;
/** Of qemu's user mode, when the libraries of a program's platform are not here. */
const SYSROOT = /qemu-\w+(?:-static)?: Could not open '([^']+)'/u;
/** Of a wine that lacks libraries of its own, or a part for programs of this width: no program starts there. */
const WINE = /^wine: (?:could not load (?:kernel32|ntdll)\.dll.*|.* is a 64-bit (?:directory|installation).*)/mu;
/** Of a WebAssembly engine that does not have what a module imports: Node, wasmtime, wazero. Nothing of the program ran. */
const IMPORTS = [
  /^(?:\[?Link|Type)Error\b.*WebAssembly\.instantiate\(\): Import #\d+ "([^"]*)"(?: "([^"]*)")?/mu,
  /unknown import: `([^`]*)::([^`]*)` has not been defined/u,
  /^error instantiating wasm binary: "(?<name>[^"]*)" is not exported in module "(?<module>[^"]*)"/mu,
  /^error instantiating wasm binary: module\[([^\]]*)\] not instantiated/mu,
];
/** Linux's numbers of the signals that end programs. */
const SIGNALS: Readonly<Record<number, string>> = {
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
  31: "SIGSYS",
};

/** Tells what the end of a run means. */
export function judgeEnd(result: ContainedResult): RunEnd {
  const { stderr, exitCode } = result;
  if (result.outOfMemory === true) return { type: "memory" };
  const browser = /^error\[(?:browser-\w+)\]: (.*)/mu.exec(stderr);
  if (browser !== null) return { type: "unable", reason: browser[1]!, hint: "see whether the browser starts by hand" };
  const sysroot = SYSROOT.exec(stderr);
  if (sysroot !== null) {
    const reason = `it is linked dynamically and ${sysroot[1]} of its platform is not here`;
    return { type: "unable", reason, hint: "install its C library for this machine, such as libc6-arm64-cross" };
  }
  const wine = WINE.exec(stderr);
  if (wine !== null)
    return { type: "unable", reason: wine[0].trim(), hint: "see whether wine starts any program of this width" };
  const lacking = lackingImport(result);
  if (lacking !== undefined) {
    const reason = `it imports ${lacking}, which this engine does not have`;
    return { type: "unable", reason, hint: "run it in a host that has it, or leave out the package that imports it" };
  }
  const cpu = CPU.exec(stderr);
  if (cpu !== null) return { type: "unable", reason: cpu[0], hint: "run it on such a processor" };
  if (result.timedOut) return { type: "running" };
  const library = LIBRARY.exec(stderr);
  if (library !== null && exitCode !== 0) return { type: "library", how: library[0].trim() };
  if (GO_TRACE.test(stderr))
    return { type: "crash", how: firstLine(stderr, /^(?:panic|fatal error|runtime|SIG\w+):.*/mu) };
  const signal = result.signal ?? SIGNALS[exitCode - 128];
  if (signal !== undefined) return { type: "crash", how: `it was ended by ${signal}` };
  // Crashes of Windows programs come out of wine as the low byte of an NTSTATUS.
  if (/Unhandled (?:exception|page fault)/u.test(stderr))
    return { type: "crash", how: firstLine(stderr, /Unhandled.*/u) };
  return { type: "exit", code: exitCode };
}

function lackingImport({ exitCode, stderr }: ContainedResult): string | undefined {
  if (exitCode === 0) return undefined;
  for (const pattern of IMPORTS) {
    const match = pattern.exec(stderr);
    if (match === null) continue;
    const { module = match[1], name = match[2] } = match.groups ?? {};
    return [module, name].filter((part) => part !== undefined).join(".");
  }
  return undefined;
}

function firstLine(text: string, pattern: RegExp): string {
  return (pattern.exec(text)?.[0] ?? text.trim().split("\n")[0] ?? "").slice(0, 300);
}
