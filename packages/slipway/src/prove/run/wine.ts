import { writeForwarder } from "../../binary/pe/write-forwarder.ts";
import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import { copyTree } from "../../platform/file/copy-tree.ts";
import { linkTwins } from "../../platform/file/link-twins.ts";
import { ensureFolder, exists, removeTree, rename, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import { takeLock } from "../../platform/lock.ts";
import { dirname, join } from "../../platform/path.ts";
import { pathType } from "../../platform/file/walk.ts";
import { basicEnv } from "./contained-run.ts";
import type { Runner } from "./runner.ts";

/** Milliseconds that the making of a prefix may take. */
const BOOT_LIMIT = 180_000;

/** Wine's own files outside of the prefix: the sockets of its server. */
export const WINE_OWN = /^\/tmp\/\.wine-|\/\.X11-unix\b/;

/** What wine needs to be quiet: no questions for Mono and Gecko, no debug lines. */
export function wineVariables(prefix: string): Record<string, string> {
  return { WINEPREFIX: prefix, WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=", WINEARCH: "win64" };
}

/**
 * Puts a fresh wine prefix into `to`: a copy of one that was made once for this user and this wine, seconds against
 * milliseconds.
 *
 * @throws SlipwayError `tool-failed` when wine cannot make one.
 */
export async function freshPrefix(wine: Runner, to: string, context: RunContext): Promise<void> {
  const program = wine.program!;
  const template = await context.once(`wine prefix ${program}`, () => prefixTemplate(program, context));
  await copyTree(template, to);
}

async function prefixTemplate(program: string, context: RunContext): Promise<string> {
  const template = join(context.shared, `wine-${(await sha256OfFile(program)).slice(0, 16)}`);
  if (await exists(join(template, "system.reg"))) return template;
  await ensureFolder(context.shared);
  const lock = await takeLock(`${template}.lock`, { what: "the making of a wine prefix", wait: BOOT_LIMIT });
  try {
    if (!(await exists(join(template, "system.reg")))) await makePrefix(program, template, context);
    return template;
  } finally {
    await lock.release();
  }
}

async function makePrefix(program: string, template: string, context: RunContext): Promise<void> {
  const making = `${template}.new`;
  const home = join(context.scratch, "wine-home");
  await removeTree(making);
  await removeTree(template);
  await ensureFolder(home);
  const env = { ...basicEnv(context), HOME: home, ...wineVariables(making) };
  context.emit({ type: "message", level: "info", text: "preparing wine for its first run (once for this user)" });
  const silent = { cwd: home, env, check: false, timeout: BOOT_LIMIT, onOutput: () => undefined };
  const booted = await context.process([program, "wineboot", "--init"], silent);
  // The server writes the registry when it ends.
  const server = ["wineserver64", "wineserver"].map((name) => join(dirname(program), name));
  const found = server.find((path) => pathType(path) === "file") ?? "wineserver";
  await context.process([found, "-k"], silent).catch(() => undefined);
  await context.process([found, "-w"], silent).catch(() => undefined);
  if (!(await exists(join(making, "system.reg")))) {
    throw new SlipwayError("tool-failed", "Cannot prepare wine: it made no prefix", {
      output: booted.stderr,
      hint: `run ${program} wineboot by hand to see why, or leave these runs out with prove.smoke targets`,
    });
  }
  const windows = join(making, "drive_c", "windows");
  for (const [folder, machine] of [
    ["system32", "amd64"],
    ["syswow64", "386"],
  ] as const) {
    // Go from 1.24 on asks this library for random numbers, and wine 8 does not have it yet.
    const path = join(windows, folder, "bcryptprimitives.dll");
    if (pathType(join(windows, folder)) !== "folder" || (await exists(path))) continue;
    const exports = { ProcessPrng: "advapi32.SystemFunction036" };
    await writeFileAtomic(path, writeForwarder({ name: "bcryptprimitives.dll", exports, machine }));
  }
  // Hundreds of megabytes are copies of wine's own libraries.
  await linkTwins(join(windows, "system32"), await libraryFolders(program));
  await rename(making, template);
}

/** Where wine keeps what it copied. */
async function libraryFolders(program: string): Promise<string[]> {
  const top = dirname(dirname(program));
  const folders = [
    "wine/x86_64-windows",
    "x86_64-linux-gnu/wine/x86_64-windows",
    "lib/wine/x86_64-windows",
    "lib64/wine/x86_64-windows",
  ];
  return folders.map((folder) => join(top, folder)).filter((folder) => pathType(folder) === "folder");
}
