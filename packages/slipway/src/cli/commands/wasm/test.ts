import { Option, type Command } from "commander";
import { resolve } from "../../../platform/path.ts";
import type { CommandHost } from "../../command-host.ts";
import { interruptSignal } from "../../interrupt.ts";
import { addGuestFlags, readGuest, type GuestFlags } from "./guest-flags.ts";

interface TestFlags extends GuestFlags {
  readonly C?: string;
  readonly node?: boolean;
  readonly os: "wasip1" | "js";
}

/** `slipway wasm test`: a module's Go tests in headless Chromium. */
export function addWasmTest(wasm: Command, host: CommandHost): void {
  const command = wasm
    .command("test")
    .description("run Go tests in headless Chromium; flags and packages are those of go test")
    .argument("[args...]", "packages and flags for go test")
    .option("--node", "run them in Node instead")
    .addOption(new Option("--os <goos>", "the port to build for").choices(["wasip1", "js"]).default("wasip1"));
  addGuestFlags(command)
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText("after", EXAMPLES)
    .action(async (args: readonly string[]) => {
      const { definedOnly, testWasm } = await import("../../../index.ts");
      const flags = command.optsWithGlobals<TestFlags>();
      const dir = resolve(flags.C ?? ".");
      const { mounts, env: guestEnv } = readGuest(flags, { from: dir, environment: process.env });
      const tests = { dir, os: flags.os, browser: flags.node !== true, args, mounts, guestEnv };
      const { out, err } = host.terminal;
      const onOutput = (stream: "stdout" | "stderr", text: string): void => (stream === "stdout" ? out : err)(text);
      const env = definedOnly(process.env);
      host.exit(await testWasm({ ...tests, env, signal: interruptSignal(), onOutput, onProgress: err }));
    });
}

const EXAMPLES = `
Examples:
  slipway wasm test                                       the package here
  slipway wasm test -run TestParse -v ./...
  slipway wasm test -coverprofile=cover.out ./...         then: go tool cover -html=cover.out
  slipway wasm test --os js ./...                         the port with syscall/js, in the page itself
  slipway wasm test --node ./...                          without a browser

Tests see the module's folder, Go's own sources, the folder for temporary files, and what --dir adds. The exit code is that of go test.
`;
