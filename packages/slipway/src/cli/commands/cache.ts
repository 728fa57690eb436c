import { InvalidArgumentError, type Command } from "commander";
import { formatTable } from "../../report/table.ts";
import { formatBytes, formatMilliseconds } from "../../report/units.ts";
import { parseByteSize } from "../byte-size.ts";
import type { CommandHost } from "../command-host.ts";
import type { ProjectFlags } from "../project-flags.ts";

/** `slipway cache stats|key|prog|prune|verify`. */
export function addCache(program: Command, host: CommandHost): void {
  const cache = program.command("cache").description("look at, shrink, verify or share the store of finished work");

  cache
    .command("stats")
    .description("what the store holds")
    .option("--json", "as JSON")
    .action(async (flags: { json?: boolean }) => {
      const { missingCacheFolder, statsOfCache } = await import("../../index.ts");
      tellMissing(missingCacheFolder(process.env), host);
      const { spared, ...stats } = await statsOfCache(process.env);
      if (flags.json) return host.terminal.out(`${JSON.stringify({ ...stats, spared })}\n`);
      const rows = Object.entries(stats).map(([name, value]) => [
        name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
        typeof value === "number" && /bytes/i.test(name) ? formatBytes(value) : String(value),
      ]);
      const levels = Object.entries(spared).map(([level, { hits, bytes, seconds }]) => [
        LEVELS[level] ?? level,
        String(hits),
        formatBytes(bytes),
        formatMilliseconds(seconds * 1000),
      ]);
      const table = formatTable([["spared", "hits", "size", "time"], ...levels], { right: [1, 2, 3] });
      host.terminal.out(`${[...formatTable(rows), "", ...table].join("\n")}\n`);
    });

  cache
    .command("key")
    .description("make a key pair that signs what machines share")
    .option("--json", "as JSON")
    .action(async (flags: { json?: boolean }) => {
      const { newCacheKey } = await import("../../index.ts");
      const { secretKey, publicKey } = newCacheKey();
      if (flags.json) return host.terminal.out(`${JSON.stringify({ secretKey, publicKey })}\n`);
      host.terminal.out(
        `secret  ${secretKey}  (SLIPWAY_CACHE_SIGNING_KEY where results may be written; keep it in the CI system's secrets)\n` +
          `public  ${publicKey}  (cache.trusted in slipway.yaml)\n`,
      );
    });

  cache
    .command("prog")
    .description('serve a go command: GOCACHEPROG="slipway cache prog" go build ./...')
    .option("-f, --config <file>", "project file; without it the nearest one at or above this folder")
    .addHelpText("after", PROG_HELP)
    .action(async (_flags: object, command: Command) => {
      const { runCacheProg } = await import("./cache-prog.ts");
      const { C, config } = command.optsWithGlobals<ProjectFlags>();
      await runCacheProg({
        ...(C === undefined ? {} : { dir: C }),
        ...(config === undefined ? {} : { file: config }),
      });
    });

  cache
    .command("prune")
    .description("drop what was not used for long, then what was used longest ago")
    .option("--max-size <bytes>", "bytes to keep at most, with k, M or G (default: 10G)", parseByteSize)
    .option("--max-age <days>", "drop what was not used for so many days (default: 30)", days)
    .action(async (flags: { maxSize?: number; maxAge?: number }) => {
      const { missingCacheFolder, pruneCache } = await import("../../index.ts");
      tellMissing(missingCacheFolder(process.env), host);
      const result = await pruneCache(process.env, {
        ...(flags.maxSize === undefined ? {} : { maxBytes: flags.maxSize }),
        ...(flags.maxAge === undefined ? {} : { maxAgeMs: flags.maxAge * 86_400_000 }),
      });
      host.terminal.out(
        `removed ${result.removedFiles} files, ${result.removedToolchains} toolchains and what was kept of ${result.removedProjects} projects that are gone, ${formatBytes(result.removedBytes)}\n`,
      );
    });

  cache
    .command("verify")
    .description("read everything in the store and drop what is damaged")
    .action(async () => {
      const { missingCacheFolder, verifyCache } = await import("../../index.ts");
      tellMissing(missingCacheFolder(process.env), host);
      const result = await verifyCache(process.env);
      host.terminal.out(`${result.checked} files checked, ${result.damaged.length} damaged and removed\n`);
      host.exit(result.damaged.length === 0 ? 0 : 1);
    });
}

/** What an empty answer would hide. */
function tellMissing(folder: string | undefined, { terminal }: CommandHost): void {
  if (folder === undefined) return;
  terminal.err(
    `${terminal.errStyle.yellow("warning")}: There is no cache folder "${folder}"; the first run makes it where it can\n`,
  );
}

function days(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It must be a number of days.");
  return Number(text);
}

const PROG_HELP = `
Speaks the protocol of cmd/go on standard input and output, so Go starts it. Results are kept in Go's own build cache and
looked for in the remotes that the project file names; what a build compiled is shared when a signing key is set.
`;

/** The levels in the words of the column `came from`. */
const LEVELS: Readonly<Record<string, string>> = {
  L0: "unchanged",
  L1: "cache",
  L2: "kept link",
  packs: "compile packs",
};
