import { Option, type Command } from "commander";
import { SlipwayError } from "../../../errors.ts";
import { resolve } from "../../../platform/path.ts";
import { formatTable } from "../../../report/table.ts";
import { formatBytes } from "../../../report/units.ts";
import type { WasmSizeRow } from "../../../index.ts";
import { parseByteSize } from "../../byte-size.ts";
import type { CommandHost } from "../../command-host.ts";
import { interruptSignal } from "../../interrupt.ts";

interface SizeFlags {
  readonly C?: string;
  readonly os?: "wasip1" | "js";
  readonly json?: boolean;
  readonly budget?: number;
}

/** `slipway wasm size`: what a program weighs, built by Go and by TinyGo. */
export function addWasmSize(wasm: Command, host: CommandHost): void {
  const command = wasm
    .command("size")
    .description("what programs weigh: raw, gzip, brotli, imports and memory, built by Go and by TinyGo")
    .argument("[packages...]", "packages to build, or programs (*.wasm); default: the package here")
    .addOption(
      new Option("--os <goos>", "the port to build for; default: js when it uses syscall/js").choices(["wasip1", "js"]),
    )
    .option("--budget <bytes>", "end with 4 when a program of Go weighs more than this as brotli", parseByteSize)
    .option("--json", "as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (packages: readonly string[]) => {
      const { definedOnly, sizeWasm } = await import("../../../index.ts");
      const flags = command.optsWithGlobals<SizeFlags>();
      const rows = await sizeWasm({
        dir: resolve(flags.C ?? "."),
        env: definedOnly(process.env),
        ...(flags.os === undefined ? {} : { os: flags.os }),
        what: packages.length === 0 ? ["."] : packages,
        signal: interruptSignal(),
      });
      const { terminal } = host;
      if (flags.json) terminal.out(`${JSON.stringify(rows)}\n`);
      else terminal.out(`${formatTable(table(rows), { right: [2, 3, 4, 5, 6] }).join("\n")}\n`);
      for (const { what, compiler, output } of rows) {
        if (output !== undefined) terminal.err(`\n${compiler} cannot build ${what}:\n${output}\n`);
      }
      if (rows.some(({ compiler, size }) => compiler === "go" && size === undefined)) host.exit(1);
      refuseOverBudget(rows, flags.budget);
    });
}

function table(rows: readonly WasmSizeRow[]): string[][] {
  const body = rows.map(({ what, compiler, os, size, missing }) => {
    const by = os === undefined ? compiler : `${compiler} for ${os}`;
    if (size === undefined) return [what, by, "-", "-", "-", "-", "-", missing ?? ""];
    const { raw, gzip, brotli, imports, memory } = size;
    return [what, by, ...[raw, gzip, brotli].map(formatBytes), String(imports), formatBytes(memory)];
  });
  return [["program", "built by", "raw", "gzip", "brotli", "imports", "memory"], ...body];
}

function refuseOverBudget(rows: readonly WasmSizeRow[], budget: number | undefined): void {
  if (budget === undefined) return;
  const over = rows.find(({ compiler, size }) => compiler !== "tinygo" && size !== undefined && size.brotli > budget);
  if (over === undefined) return;
  throw new SlipwayError("wasm-too-large", `The program "${over.what}" is over its budget`, {
    expected: `at most ${formatBytes(budget)} as brotli`,
    actual: formatBytes(over.size?.brotli ?? 0),
    hint: "see what it is made of: slipway inspect --size, or build it with TinyGo",
  });
}

const EXAMPLES = `
Examples:
  slipway wasm size                             the package here, by Go and by TinyGo
  slipway wasm size --budget 600k ./cmd/app
  slipway wasm size dist/app.wasm               a program as it is

TinyGo's row says so where TinyGo is not installed, and what it could not compile.
`;
