/** The mask that new files of this process have. */
export function currentUmask(): number {
  return process.umask();
}

/** Sets it, for this process and those that it starts. */
export function setUmask(mask: number): void {
  process.umask(mask);
}
