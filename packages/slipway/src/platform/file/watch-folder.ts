import { watch } from "node:fs";

/** Folders whose changes are of no interest: what tools write. */
const IGNORED = /(?:^|[\\/])(?:\.git|node_modules|dist)(?:[\\/]|$)/;
/** Editors write a file in several steps; what comes within so many milliseconds is one change. */
const QUIET = 80;

/** Calls `onChange` after files below a folder changed. Returns what ends it. */
export function watchFolder(folder: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name !== null && IGNORED.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET);
  });
  watcher.on("error", () => undefined);
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
