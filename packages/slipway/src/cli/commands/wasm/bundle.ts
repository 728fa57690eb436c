import { InvalidArgumentError, type Command } from "commander";
import { SlipwayError } from "../../../errors.ts";
import { resolve } from "../../../platform/path.ts";
import { formatTable } from "../../../report/table.ts";
import { formatBytes } from "../../../report/units.ts";
import type { CommandHost } from "../../command-host.ts";
import { interruptSignal } from "../../interrupt.ts";

interface BundleFlags {
  readonly C?: string;
  readonly output: string;
  readonly page?: string;
  readonly assets?: string;
  readonly source?: string;
  readonly npm?: { readonly name: string; readonly version: string };
  readonly opt?: string;
  readonly compress: boolean;
}

/** `slipway wasm bundle`: a program and what runs it, as a folder for a web server or a package for npm. */
export function addWasmBundle(wasm: Command, host: CommandHost): void {
  const command = wasm
    .command("bundle")
    .description("make a folder for a web server, or an npm package, of a program")
    .argument("<program.wasm>", "a program built for GOOS=wasip1 or GOOS=js")
    .option("-o, --output <dir>", "the folder to write", "bundle")
    .option(
      "--page <file>",
      'an HTML file with <script type="module" src="slipway.js">; default: one that shows the output',
    )
    .option("--assets <dir>", "a folder with more files of the page")
    .option("--source <dir>", "the folder of the program's Go files, for names in the types")
    .option("--npm <name@version>", "a package for npm instead of a page", parsePackage)
    .option("--opt <flags>", "run wasm-opt with exactly these flags first")
    .option("--no-compress", "no .gz and .br beside the files")
    .addHelpText("after", EXAMPLES)
    .action(async (program: string) => {
      const { bundleWasm, definedOnly } = await import("../../../index.ts");
      const flags = command.optsWithGlobals<BundleFlags>();
      if (flags.npm !== undefined && flags.page !== undefined) {
        throw new SlipwayError("usage", "A package for npm has no page", { hint: "leave out --page, or --npm" });
      }
      const from = resolve(flags.C ?? ".");
      const path = (name: "page" | "assets" | "source"): { [key: string]: string } =>
        flags[name] === undefined ? {} : { [name]: resolve(from, flags[name]) };
      const files = await bundleWasm({
        program: resolve(from, program),
        output: resolve(from, flags.output),
        ...path("page"),
        ...path("assets"),
        ...path("source"),
        ...(flags.npm === undefined ? {} : { npm: flags.npm }),
        opt: (flags.opt ?? "").split(/\s+/).filter((word) => word !== ""),
        compress: flags.compress,
        env: definedOnly(process.env),
        signal: interruptSignal(),
      });
      host.terminal.out(`${formatTable(files.map(({ name, size }) => [name, formatBytes(size)])).join("\n")}\n`);
    });
}

function parsePackage(text: string): { name: string; version: string } {
  const match = /^((?:@[a-z0-9._-]+\/)?[a-z0-9._-]+)@(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError("It must be a package and a version, such as @me/tool@1.2.3.");
  return { name: match[1] ?? "", version: match[2] ?? "" };
}

const EXAMPLES = `
Examples:
  slipway wasm bundle -o site app.wasm                        then serve the folder "site"
  slipway wasm bundle -o site --page index.html --assets public --source . app.wasm
  slipway wasm bundle -o pkg --npm @me/parser@1.2.0 --source . parser.wasm
  slipway wasm bundle --opt "-Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext" app.wasm

Names of large files carry their digest, so they can be cached for ever; index.html, index.js and manifest.json keep theirs. The same
program gives the same bytes on any machine. Serve .br and .gz with Content-Encoding, and .wasm as application/wasm.
`;
