import { removeTree } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import type { ProcessOptions, ProcessResult } from "../../platform/process/process.ts";
import { REBUILT, ownFolderInMemory } from "./rebuild-strays.ts";

/** The two files in memory that every process with the same faked clock uses. */
export interface SharedClock {
  /** What `FAKETIME_SHARED` holds. */
  readonly names: string;
  remove(): Promise<void>;
}

const MEMORY = "/dev/shm";
/** `FAKETIME_SHARED` of libfaketime 0.9: a semaphore and a shared memory, as POSIX names them. */
const NAMES = /^\/(faketime_sem_\d+) \/(faketime_shm_(\d+))$/u;

/** Whether a file in memory is one that libfaketime makes. */
export function isClockFile(name: string): boolean {
  return /^(?:sem\.faketime_sem|faketime_shm)_\d+$/u.test(name);
}

/**
 * Lets libfaketime make its files once, for all processes of a rebuild. Each would make two of its own, and remove them only at an orderly
 * end under the same program: what was killed, or became another program, leaves them.
 *
 * @returns `undefined` when the library does not tell of any
 */
export async function openSharedClock(
  through: readonly string[],
  options: Pick<ProcessOptions, "cwd" | "env" | "signal">,
  host: { run(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult> },
): Promise<SharedClock | undefined> {
  // What becomes another program removes nothing.
  const argv = [...through, "sh", "-c", 'echo "$FAKETIME_SHARED"; exec true'];
  const { stdout } = await host.run(argv, { ...options, check: false, onOutput: () => undefined });
  const names = stdout.trim();
  const [, semaphore, memory, id] = NAMES.exec(names) ?? [];
  if (semaphore === undefined || memory === undefined) return undefined;
  const files = [`sem.${semaphore}`, memory];
  const note = join(MEMORY, `${REBUILT}clock-${id}`);
  await ownFolderInMemory(note, files);
  const remove = async (): Promise<void> => {
    for (const file of files) await removeTree(join(MEMORY, file));
    await removeTree(note);
  };
  return { names, remove };
}
