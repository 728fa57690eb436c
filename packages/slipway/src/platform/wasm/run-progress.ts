import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The variable with the folder where runs of programs say what they do. `wasm test` sets it for the runs that `go test` starts. */
const FOLDER = "SLIPWAY_WASM_PROGRESS";
/** In the folder: the process that reads it. */
const READER = "reader";

/** What one run does now. Times are those of `Date.now()`. */
export interface RunProgress {
  /** The program's file name: of Go's tests `PACKAGE.test`. */
  readonly program: string;
  /** Where it was started: of Go's tests the package's folder. */
  readonly dir: string;
  readonly state: "starting" | "running";
  /** The test that it named last, which it does with `-v`. */
  readonly test?: string;
  /** When it last gave way to others: a loop that computes does not. */
  readonly gaveWay: number;
}

/** What is told of a run; the shape of the runtime's `RunWatch`. */
export interface ProgressWriter {
  started(): void;
  gaveWay(): void;
  wrote(bytes: Uint8Array): void;
  /** The run is over. */
  end(): void;
}

/** The variables that make runs tell what they do in `folder`, to this process. */
export function askForProgress(folder: string): Record<string, string> {
  writeFileSync(join(folder, READER), String(process.pid));
  return { [FOLDER]: folder };
}

/** Where this process was asked to tell what it does: what does so for a run of `program`. */
export function progressWriter(program: string, env: NodeJS.ProcessEnv): ProgressWriter | undefined {
  const folder = env[FOLDER];
  if (folder === undefined) return undefined;
  const file = join(folder, `${process.pid}.json`);
  let now: RunProgress = { program: basename(program), dir: process.cwd(), state: "starting", gaveWay: Date.now() };
  const tell = (change: Partial<RunProgress>): void => {
    now = { ...now, ...change };
    try {
      writeFileSync(file, JSON.stringify(now));
    } catch {
      // Nobody listens any more, or the disk is full: the run goes on.
    }
  };
  // One that nobody waits for any more ends: go test does not end when the process that started it is killed.
  const watching = setInterval(() => {
    if (readerEnded(folder)) process.exit(1);
  }, 1000).unref();
  tell({});
  return {
    started: () => tell({ state: "running" }),
    gaveWay() {
      // Every message of a browser says so: one of them in a while is enough.
      if (Date.now() - now.gaveWay > 500) tell({ gaveWay: Date.now() });
    },
    wrote(bytes) {
      const test = lastTest(new TextDecoder().decode(bytes));
      if (test !== undefined) tell({ test });
    },
    end() {
      clearInterval(watching);
      rmSync(file, { force: true });
    },
  };
}

/** What all runs under way do. */
export function readProgress(folder: string): readonly RunProgress[] {
  return readdirSync(folder).flatMap((name) => {
    if (!name.endsWith(".json")) return [];
    try {
      return [JSON.parse(readFileSync(join(folder, name), "utf8")) as RunProgress];
    } catch {
      // It ended just now, or writes just now.
      return [];
    }
  });
}

/** The test that runs after these lines, as `testing` tells it with `-v` (and `go test -json`, with a control character before). */
function lastTest(text: string): string | undefined {
  return [...text.matchAll(/^\W?=== (?:RUN|CONT|NAME) +(\S+)$/gm)].at(-1)?.[1];
}

function readerEnded(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, READER), "utf8")), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
