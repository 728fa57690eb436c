#!/usr/bin/env node
/**
 * The entry of the command line. It loads next to nothing itself: `--version` answers at once, everything else is
 * imported when it is needed.
 */
import module from "node:module";
import packageJson from "../../package.json" with { type: "json" };

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === "--version" || args[0] === "-v")) {
  process.stdout.write(`slipway ${packageJson.version}\n`);
} else if (args.join(" ") === "cache prog") {
  // Every go command starts one and waits for it.
  module.enableCompileCache?.();
  const { runCacheProg } = await import("./commands/cache-prog.ts");
  await runCacheProg();
} else {
  module.enableCompileCache?.();
  const { main } = await import("./program.ts");
  process.exitCode = await main(args);
}
