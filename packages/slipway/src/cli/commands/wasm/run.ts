import type { Command } from "commander";
import { resolve } from "../../../platform/path.ts";
import type { CommandHost } from "../../command-host.ts";
import { holdSignals } from "../../hold-signals.ts";
import { addGuestFlags, readGuest, type GuestFlags } from "./guest-flags.ts";

interface RunFlags extends GuestFlags {
  readonly C?: string;
  readonly browser?: boolean;
  readonly invoke?: string;
}

/** `slipway wasm run`: one program, here or in a browser; streams and exit code are the program's. */
export function addWasmRun(wasm: Command, host: CommandHost): void {
  const command = wasm
    .command("run")
    .description("run a program in Node, or in headless Chromium; streams and exit code are the program's")
    .argument("<program.wasm>", "a program built for GOOS=wasip1 or GOOS=js")
    .argument("[args...]", "the program's own arguments and flags")
    .option("--browser", "run it in headless Chromium")
    .option("--invoke <name>", "call this function of a library (-buildmode=c-shared) with the arguments");
  addGuestFlags(command)
    // Everything after the program is the program's, flags included.
    .passThroughOptions()
    .addHelpText("after", EXAMPLES)
    .action(async (program: string, args: readonly string[]) => {
      const { runWasm } = await import("../../../index.ts");
      const flags = command.optsWithGlobals<RunFlags>();
      const from = resolve(flags.C ?? ".");
      const guest = readGuest(flags, { from, environment: process.env });
      const browser = flags.browser ?? false;
      const invoke = flags.invoke === undefined ? {} : { invoke: flags.invoke };
      const run = { program: resolve(from, program), args, ...guest, ...invoke, browser };
      // Without a browser there is nothing to clear away, and a signal ends a program that computes at once.
      if (!browser) return host.exit(await runWasm(run));
      const signals = holdSignals();
      try {
        return host.exit(await runWasm({ ...run, signal: signals.signal }));
      } finally {
        signals.release();
      }
    });
}

const EXAMPLES = `
Examples:
  slipway wasm run hello.wasm --name world          --name is the program's flag
  slipway wasm run --dir .::/work --env PWD=/work tool.wasm fmt main.go
  slipway wasm run --browser --dir data tool.wasm <input >output
  slipway wasm run --invoke add lib.wasm 40 2       a library's function, its result on standard output
  GOOS=wasip1 GOARCH=wasm go run -exec "slipway wasm run" .
  GOOS=wasip1 GOARCH=wasm go test -exec "slipway wasm run --browser --dir /" ./...

A program sees nothing of this machine but what --dir and --env give it, and /tmp and /dev of its own. It starts in this directory
where that is mounted. Exit codes are the program's; 134 after a trap, 1 and 2 also for errors before it starts.
`;
