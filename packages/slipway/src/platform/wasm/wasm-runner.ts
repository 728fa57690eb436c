import { ownCommand } from "../process/own-command.ts";
import type { WasmMount } from "./run-wasm.ts";

/** How programs are to be run; the words of `slipway wasm run`. */
export interface WasmRunner {
  readonly browser?: boolean;
  readonly mounts?: readonly WasmMount[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The command line to put before a WebAssembly program and its arguments, as qemu's or wine's are put before other machines'
 * programs: a process of its own has its own streams, and can be ended when it hangs.
 */
export function wasmRunner({ browser = false, mounts = [], env = {} }: WasmRunner): readonly string[] {
  return [
    ...ownCommand(),
    "wasm",
    "run",
    ...(browser ? ["--browser"] : []),
    ...mounts.flatMap(({ host, guest }) => ["--dir", `${host}::${guest}`]),
    ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}
