import { removeTree } from "../../platform/file/files.ts";

/**
 * Removes what libfaketime (0.9.10) leaves in memory for a process that became another program or was killed: it removes it only at an
 * orderly end, under the same program.
 */
export async function forgetFaketime(pid: number): Promise<void> {
  await removeTree(`/dev/shm/faketime_shm_${pid}`);
  await removeTree(`/dev/shm/sem.faketime_sem_${pid}`);
}
