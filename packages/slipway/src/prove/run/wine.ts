import { writeForwarder } from "../../binary/pe/write-forwarder.ts";
import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import { copyTree } from "../../platform/file/copy-tree.ts";
import { linkTwins } from "../../platform/file/link-twins.ts";
import { ensureFolder, exists, linkFile, removeTree, rename, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256, sha256OfFile } from "../../platform/hash.ts";
import { takeLock } from "../../platform/lock.ts";
import { dirname, join } from "../../platform/path.ts";
import { listFolder, pathType } from "../../platform/file/walk.ts";
import { folderInMemory } from "../../platform/host/folder-in-memory.ts";
import { basicEnv, findContainment, runContained } from "./contained-run.ts";
import type { Runner } from "./runner.ts";

/** Milliseconds that the making of a prefix may take. */
const BOOT_LIMIT = 180_000;

/** Bytes that wine may take for it. */
const BOOT_MEMORY = 4 * 2 ** 30;

const BOOT_SCRIPT = '"$1" wineboot --init; "$2" -k; "$2" -w';

/** Bytes of a prefix as wine makes it, with copies of all its libraries. */
const BOOTED_SIZE = 1000 << 20;

/** Wine's own files outside of the prefix: the sockets of its server, and the folders of the template that prefixes borrow. */
export const WINE_OWN = /^\/tmp\/\.wine-|\/\.X11-unix\b|\/wine-[0-9a-f]{16}\/drive_c\//;

/** What wine needs to be quiet: no questions for Mono and Gecko, no debug lines. */
export function wineVariables(prefix: string): Record<string, string> {
  return { WINEPREFIX: prefix, WINEDEBUG: "-all", WINEDLLOVERRIDES: "mscoree,mshtml=", WINEARCH: "win64" };
}

/**
 * Puts a fresh wine prefix into `to`: a copy of one that was made once for this user and this wine, seconds against
 * milliseconds. Where what programs write outside of their folders is undone anyway, only the registry and the folders of
 * users are copied, and the system's are borrowed.
 *
 * @throws SlipwayError `tool-failed` when wine cannot make one.
 */
export async function freshPrefix(wine: Runner, to: string, context: RunContext): Promise<void> {
  const program = wine.program!;
  const template = await context.once(`wine prefix ${program}`, () => prefixTemplate(program, context));
  const { level } = await findContainment(context);
  if (level === "watched") await borrowPrefix(template, to);
  else await copyTree(template, to);
}

async function borrowPrefix(template: string, to: string): Promise<void> {
  const drive = join(template, "drive_c");
  await ensureFolder(join(to, "drive_c"));
  for (const { name } of listFolder(template))
    if (name !== "drive_c") await copyTree(join(template, name), join(to, name));
  for (const { name } of listFolder(drive)) {
    const [from, own] = [join(drive, name), join(to, "drive_c", name)];
    if (name === "users") await copyTree(from, own);
    else await linkFile(from, own);
  }
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
  const memory = await folderInMemory(BOOTED_SIZE);
  // A name that says whose it is: what a killed run left there is removed by the next one.
  const inMemory = `slipway-wine-${sha256(template).slice(0, 16)}`;
  const making = memory === undefined ? `${template}.new` : join(memory, inMemory);
  const home = join(context.scratch, "wine-home");
  await removeTree(making);
  await removeTree(template);
  await ensureFolder(home);
  try {
    await bootPrefix(program, making, home, context);
    await placePrefix(making, template);
  } finally {
    await removeTree(making);
  }
}

/** One that was made in memory is copied when it is small. */
async function placePrefix(making: string, template: string): Promise<void> {
  const beside = `${template}.new`;
  if (making !== beside) {
    await removeTree(beside);
    await copyTree(making, beside);
  }
  await rename(beside, template);
}

async function bootPrefix(program: string, making: string, home: string, context: RunContext): Promise<void> {
  const env = { ...basicEnv(context), HOME: home, ...wineVariables(making) };
  context.emit({ type: "message", level: "info", text: "preparing wine for its first run (once for this user)" });
  const server = ["wineserver64", "wineserver"].map((name) => join(dirname(program), name));
  const found = server.find((path) => pathType(path) === "file") ?? "wineserver";
  // Wine's server leaves its process group: apart from the machine it ends with the rest. It writes the registry when it ends.
  const booted = await runContained(
    {
      argv: ["sh", "-c", BOOT_SCRIPT, "sh", program, found],
      area: home,
      cwd: home,
      env,
      timeout: BOOT_LIMIT,
      memory: BOOT_MEMORY,
      network: false,
      known: [],
      watch: false,
    },
    context,
  );
  if (!(await exists(join(making, "system.reg")))) {
    throw new SlipwayError("tool-failed", "Cannot prepare wine: it made no prefix", {
      output: booted.stderr,
      hint: `run ${program} wineboot by hand to see why, or leave these runs out with prove.smoke targets`,
    });
  }
  for (const { folder, machine, libraries } of SYSTEM_FOLDERS) {
    const system = join(making, "drive_c", "windows", folder);
    if (pathType(system) !== "folder") continue;
    // Go from 1.24 on asks this library for random numbers, and wine 8 does not have it yet.
    const path = join(system, "bcryptprimitives.dll");
    if (!(await exists(path))) {
      const exports = { ProcessPrng: "advapi32.SystemFunction036" };
      await writeFileAtomic(path, writeForwarder({ name: "bcryptprimitives.dll", exports, machine }));
    }
    // Hundreds of megabytes are copies of wine's own libraries.
    await linkTwins(system, libraryFolders(program, libraries));
  }
}

/** Windows' folders of system libraries, and the names of the folders that wine keeps its own of each in. */
const SYSTEM_FOLDERS = [
  { folder: "system32", machine: "amd64", libraries: { folder: "x86_64-windows", triple: "x86_64-linux-gnu" } },
  { folder: "syswow64", machine: "386", libraries: { folder: "i386-windows", triple: "i386-linux-gnu" } },
] as const;

/** Where wine keeps what it copied. */
function libraryFolders(
  program: string,
  { folder, triple }: { readonly folder: string; readonly triple: string },
): string[] {
  const top = dirname(dirname(program));
  const folders = ["wine", `${triple}/wine`, "lib/wine", "lib64/wine"];
  return folders.map((each) => join(top, each, folder)).filter((each) => pathType(each) === "folder");
}
