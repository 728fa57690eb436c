import { SlipwayError } from "../../errors.ts";
import { downloadFile, withoutLogin } from "../../platform/download.ts";
import {
  copyFile,
  ensureFolder,
  removeTree,
  rename,
  temporaryBeside,
  writeFileAtomic,
} from "../../platform/file/files.ts";
import { takeLock } from "../../platform/lock.ts";
import { join } from "../../platform/path.ts";
import type { UnpackedMember } from "../../platform/file/unpack-zip.ts";
import { unpackZip, UnpackError } from "../../platform/file/unpack-zip.ts";
import { pathType } from "../../platform/file/walk.ts";
import { escapeUpper } from "../checksum-db/lookup.ts";
import type { GoToolchain } from "../facts.ts";
import type { GoVariables } from "../go/go-variable.ts";
import { goVariable } from "../go/go-variable.ts";
import { toolchainAt } from "../go/path-toolchain.ts";
import { directoryHash } from "./directory-hash.ts";
import { expectedHash } from "./expected-hash.ts";
import { attemptFetch, parseProxyList, tryProxies } from "./proxy-list.ts";
import { toolchainFolder } from "./toolchain-folder.ts";

/** What a download needs. */
export interface DownloadToolchainOptions {
  readonly variables: GoVariables;
  readonly host: { readonly os: string; readonly arch: string };
  readonly cacheFolder: string;
  /** Milliseconds without a byte after which a proxy counts as failed. Default 60,000. */
  readonly idle?: number;
  readonly signal?: AbortSignal;
  readonly onMessage?: (text: string) => void;
}

const MODULE = "golang.org/toolchain";
/** A toolchain of today is 70 MB packed, 250 MB and 15,000 files unpacked. */
const LIMITS = { maxMembers: 60_000, maxTotal: 2 ** 31 };
const MAX_ZIP = 512 << 20;
/** How long to wait for another process that fetches the same toolchain. */
const PATIENCE = 15 * 60_000;

/**
 * Fetches a toolchain as Go does: the module `golang.org/toolchain` from the proxies that `GOPROXY` lists, checked against the
 * `h1:` hash that the checksum database knows (see `lookupHash` for what that proves), unpacked into our cache.
 *
 * As in cmd/go the database is asked even if `GOSUMDB` or `GONOSUMDB` except the module, but for a single `file:` proxy.
 *
 * The folder appears whole or not at all. Runs at the same time wait for the first one.
 *
 * @throws {SlipwayError} `toolchain-unavailable`, `toolchain-not-trusted`.
 */
export async function downloadToolchain(name: string, options: DownloadToolchainOptions): Promise<GoToolchain> {
  const { host, cacheFolder, signal } = options;
  const folder = toolchainFolder(cacheFolder, name, host);
  const lock = await takeLock(join(cacheFolder, "locks", `toolchain-${name}`), {
    what: `the download of ${name}`,
    wait: PATIENCE,
    ...(signal === undefined ? {} : { signal }),
    onWait: () => options.onMessage?.(`Waiting for another run that fetches ${name}`),
  });
  try {
    const ready = pathType(`${folder}.ok`) === "file" ? toolchainAt(folder, "module proxy") : undefined;
    if (ready !== undefined) return ready;
    await removeTree(folder);
    return await fetchInto(folder, name, options);
  } finally {
    await lock.release();
  }
}

async function fetchInto(folder: string, name: string, options: DownloadToolchainOptions): Promise<GoToolchain> {
  const { host, variables, signal } = options;
  const version = `v0.0.1-${name}.${host.os}-${host.arch}`;
  const setting = goVariable(variables, "GOPROXY") ?? "";
  const proxies = parseProxyList(setting);
  const patience = {
    ...(options.idle === undefined ? {} : { idle: options.idle }),
    ...(signal === undefined ? {} : { signal }),
  };
  const temporary = temporaryBeside(folder);
  const zip = `${temporary}.zip`;
  await ensureFolder(join(options.cacheFolder, "toolchains"));
  try {
    options.onMessage?.(`Fetching ${name} for ${host.os}/${host.arch} from the Go module proxy`);
    const outcome = await tryProxies(proxies, (url) =>
      attemptFetch(`${url}/${MODULE}/@v/${escapeUpper(version)}.zip`, signal, async (address) => {
        const { status } = await downloadFile(address, zip, { ...patience, limit: MAX_ZIP });
        return { status, value: true };
      }),
    );
    if (!("found" in outcome)) throw unavailable(name, host, setting, outcome.reasons);
    const from = withoutLogin(outcome.proxy);
    const expected = await expectedHash(MODULE, version, { variables, proxies, ...patience });

    const members = await unpack(zip, temporary, `${MODULE}@${version}/`, from, signal);
    const actual = directoryHash(members);
    if (expected !== undefined && actual !== expected.hash) {
      throw new SlipwayError(
        "toolchain-not-trusted",
        `The toolchain ${name} from ${from} is not the one that ${expected.database} knows`,
        {
          expected: expected.hash,
          actual,
          hint: "do not use that proxy; it serves something that the Go project did not make",
        },
      );
    }
    await addGoMods(temporary, members, `${MODULE}@${version}/`);
    const made = toolchainAt(temporary, "module proxy");
    if (made?.version !== name)
      throw broken(name, from, made === undefined ? "it holds no go command" : `it says that it is ${made.version}`);
    await rename(temporary, folder);
    const record = {
      toolchain: name,
      hash: actual,
      from,
      checkedAgainst: expected?.database ?? "nothing: GOPROXY is a folder and GOSUMDB is off",
    };
    await writeFileAtomic(`${folder}.ok`, `${JSON.stringify(record, undefined, 2)}\n`);
    return toolchainAt(folder, "module proxy") ?? made;
  } catch (error) {
    if (signal?.aborted) throw new SlipwayError("cancelled", `The download of ${name} was cancelled`, { cause: error });
    throw error;
  } finally {
    await removeTree(zip);
    await removeTree(temporary);
  }
}

function unpack(
  zip: string,
  folder: string,
  prefix: string,
  from: string,
  signal: AbortSignal | undefined,
): Promise<UnpackedMember[]> {
  return unpackZip(zip, folder, { ...LIMITS, prefix, mode: modeOf, ...(signal === undefined ? {} : { signal }) }).catch(
    (error: unknown) => {
      throw error instanceof UnpackError ? broken(prefix.slice(0, -1), from, error.message) : error;
    },
  );
}

/** Module archives carry no permissions: commands and tools get theirs by place, as cmd/go gives them. */
function modeOf(name: string): number {
  return /^(?:bin|pkg\/tool)\/|^lib\/(?:[^/]+\/)*go_[^/]+_[^/]+_exec$/.test(name) ? 0o755 : 0o644;
}

/** A module's archive cannot hold other modules, so their go.mod files travel as `_go.mod`. */
async function addGoMods(folder: string, members: readonly UnpackedMember[], prefix: string): Promise<void> {
  for (const { name } of members) {
    if (!name.endsWith("/_go.mod")) continue;
    const file = join(folder, name.slice(prefix.length));
    await copyFile(file, `${file.slice(0, -"_go.mod".length)}go.mod`, { mode: 0o644 });
  }
}

function unavailable(
  name: string,
  host: { readonly os: string; readonly arch: string },
  setting: string,
  reasons: readonly string[],
): SlipwayError {
  return new SlipwayError(
    "toolchain-unavailable",
    `Cannot get ${name} for ${host.os}/${host.arch} from a Go module proxy: ${reasons.join("; ") || "GOPROXY lists none"}`,
    {
      expected: `${MODULE} v0.0.1-${name}.${host.os}-${host.arch}`,
      actual: `GOPROXY is "${withoutLogins(setting)}"`,
      hint: `install ${name} and put its bin folder on the PATH, or set GOPROXY to a proxy that has it; a language version such as go1.26 is no toolchain, go1.26.0 is`,
    },
  );
}

function broken(name: string, from: string, fault: string): SlipwayError {
  return new SlipwayError("toolchain-unavailable", `The archive of ${name} from ${from} cannot be used: ${fault}`, {
    hint: "try again; when it stays so, that proxy is broken: set GOPROXY to another one",
  });
}

function withoutLogins(setting: string): string {
  return setting.replaceAll(/[^,|]+/g, (entry) => withoutLogin(entry.trim()));
}
