import { InvalidArgumentError, Option, type Command } from "commander";
import { resolve } from "../../../platform/path.ts";
import type { CommandHost } from "../../command-host.ts";
import { interruptSignal } from "../../interrupt.ts";
import { addGuestFlags, readGuest, type GuestFlags } from "./guest-flags.ts";

interface ServeFlags extends GuestFlags {
  readonly C?: string;
  readonly os?: "wasip1" | "js";
  readonly port: number;
  readonly page?: string;
}

/** `slipway wasm serve`: the dev page. */
export function addWasmServe(wasm: Command, host: CommandHost): void {
  const command = wasm
    .command("serve")
    .description("a dev page for a program: builds and reloads on changes; console, files, input")
    .argument("[package]", "the folder of a main package, or a program (*.wasm)", ".")
    .argument("[args...]", "the program's own arguments and flags")
    .option("--port <number>", "the port on 127.0.0.1; 0 for a free one", parsePort, 8765)
    .addOption(
      new Option("--os <goos>", "the port to build for; default: js when it uses syscall/js").choices(["wasip1", "js"]),
    )
    .option(
      "--page <file>",
      'the program\'s own page; default: index.html with <script type="module" src="slipway.js">',
    );
  addGuestFlags(command)
    .passThroughOptions()
    .addHelpText("after", EXAMPLES)
    .action(async (what: string, args: readonly string[]) => {
      const { definedOnly, serveWasm } = await import("../../../index.ts");
      const flags = command.optsWithGlobals<ServeFlags>();
      const from = resolve(flags.C ?? ".");
      const { mounts, env: guestEnv, cwd } = readGuest(flags, { from, environment: process.env });
      const { terminal } = host;
      await serveWasm({
        what: resolve(from, what),
        port: flags.port,
        args,
        mounts,
        guestEnv,
        env: definedOnly(process.env),
        signal: interruptSignal(),
        onUrl: (url) => terminal.out(`${url}\n`),
        onBuild: ({ state, output }) => terminal.err(`${state}\n${output ?? ""}`),
        ...(cwd === undefined ? {} : { cwd }),
        ...(flags.os === undefined ? {} : { os: flags.os }),
        ...(flags.page === undefined ? {} : { page: resolve(from, flags.page) }),
      });
    });
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("It must be a number up to 65535.");
  return Number(text);
}

const EXAMPLES = `
Examples:
  slipway wasm serve                          the main package here
  slipway wasm serve examples/page            a program with a page of its own
  slipway wasm serve --dir testdata::/data ./cmd/tool -v /data/in.txt
  slipway wasm serve --port 0 app.wasm        a program that something else builds

The page is served on 127.0.0.1, to this machine's browsers only. Ctrl-C ends it.
`;
