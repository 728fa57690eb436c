import type { Command } from "commander";
import type { CommandHost } from "../../command-host.ts";
import { addWasmBundle } from "./bundle.ts";
import { addWasmSize } from "./size.ts";
import { addWasmServe } from "./serve.ts";
import { addWasmRun } from "./run.ts";
import { addWasmTest } from "./test.ts";

/** `slipway wasm`: what is done with programs for the web, one file each. */
export function addWasm(program: Command, host: CommandHost): void {
  const wasm = program
    .command("wasm")
    .description("run, test, serve, pack and measure programs built for GOOS=wasip1 and GOOS=js")
    .enablePositionalOptions();
  for (const add of [addWasmRun, addWasmTest, addWasmServe, addWasmBundle, addWasmSize]) add(wasm, host);
}
