import { capture } from "../../platform/process/capture.ts";
import { exists } from "../../platform/file/files.ts";
import { listFolder } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";
import { hostNames } from "../../platform/host/host-names.ts";

/** What this machine lets a rebuild vary. Words are a command's beginning; absent when it does not work here. */
export interface HostAbilities {
  /** Runs with another host name. */
  readonly host?: readonly string[];
  /** Runs as another user, by number. */
  readonly user?: readonly string[];
  readonly oneProcessor?: readonly string[];
  readonly fixedAddresses?: readonly string[];
  /** The library that gives programs of the C library another clock. */
  readonly faketime?: string;
  /** Names of locales that are installed. */
  readonly locales: readonly string[];
  /** A file system in memory, whose folders list their files in the order of their making. */
  readonly memoryFolder?: string;
}

/** The host name and the user number that rebuilds have. */
export const OTHER_HOST = "slipway-elsewhere";
export const OTHER_USER = 47_321;

/** Tries what works here: each trial starts `true` and is over at once. */
export async function findAbilities(env: Readonly<Record<string, string>>): Promise<HostAbilities> {
  if (hostNames().os !== "linux") return { locales: [] };
  const works = async (argv: readonly string[]): Promise<readonly string[] | undefined> =>
    (await capture([...argv, "true"], { cwd: "/", env })).exitCode === 0 ? argv : undefined;
  const named = ["sh", "-c", `hostname ${OTHER_HOST} && exec "$@"`, "sh"];
  const [host, user, oneProcessor, fixedAddresses, locales] = await Promise.all([
    // Only root may make a name space at once; others are root within one of users first.
    works(["unshare", "--uts", ...named]).then(
      (found) => found ?? works(["unshare", "--user", "--map-root-user", "--uts", ...named]),
    ),
    works(["unshare", "--user", `--map-user=${OTHER_USER}`, `--map-group=${OTHER_USER}`]),
    works(["taskset", "-c", "0"]),
    works(["setarch", "-R"]),
    installedLocales(env),
  ]);
  const faketime = await findFaketime();
  return {
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { user }),
    ...(oneProcessor === undefined ? {} : { oneProcessor }),
    ...(fixedAddresses === undefined ? {} : { fixedAddresses }),
    ...(faketime === undefined ? {} : { faketime }),
    locales,
    ...((await exists("/dev/shm")) ? { memoryFolder: "/dev/shm" } : {}),
  };
}

/** Those of the system, and those in folders that `LOCPATH` names, which `locale -a` does not list. */
async function installedLocales(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { stdout } = await capture(["locale", "-a"], { cwd: "/", env });
  const more = (env["LOCPATH"] ?? "")
    .split(":")
    .filter(Boolean)
    .flatMap((folder) => listFolder(folder).map(({ name }) => name));
  return [...stdout.split("\n").filter(Boolean), ...more];
}

async function findFaketime(): Promise<string | undefined> {
  const folders = [
    ...listFolder("/usr/lib")
      .filter(({ name, type }) => type === "folder" && name.includes("-linux-"))
      .map(({ name }) => join("/usr/lib", name, "faketime")),
    "/usr/lib/faketime",
    "/usr/lib64/faketime",
  ];
  for (const folder of folders) {
    const library = join(folder, "libfaketime.so.1");
    if (await exists(library)) return library;
  }
  return undefined;
}
