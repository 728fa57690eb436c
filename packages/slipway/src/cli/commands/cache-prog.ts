import { SlipwayError } from "../../errors.ts";
// Past index.ts, as scripts/check-imports.ts allows this file: the whole library takes longer to load than most builds wait.
import { serveGoCache } from "../../library/go-cache/serve-go-cache.ts";
import { closeOutput } from "../../platform/process/close-output.ts";
import { Secrets } from "../../secrets.ts";

/** Where the project is, and its file. */
export interface CacheProgOptions {
  readonly dir?: string;
  readonly file?: string;
}

/**
 * `slipway cache prog`: serves the go command that started it, and ends the process. Apart from the other commands, since one
 * is started for every go command and has to load next to nothing.
 */
export async function runCacheProg({ dir, file }: CacheProgOptions = {}): Promise<never> {
  // Go that is gone was stopped, or had all that it needed.
  process.stdout.on("error", () => process.exit());
  const env = Object.fromEntries(
    Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const secrets = new Secrets(env);
  const warn = (text: string): void => void process.stderr.write(`slipway cache prog: ${secrets.text(text)}\n`);
  if (process.stdin.isTTY) {
    warn('a go command starts this by itself: GOCACHEPROG="slipway cache prog" go build ./...');
    process.exit(2);
  }
  let code = 0;
  let tidyUp: (() => void) | undefined;
  try {
    tidyUp = await serveGoCache({
      env,
      dir: dir ?? process.cwd(),
      ...(file === undefined ? {} : { file }),
      input: process.stdin,
      write: (text) => void process.stdout.write(text),
      warn,
    });
  } catch (error) {
    const hint = error instanceof SlipwayError ? error.details.hint : undefined;
    warn(`${(error as Error).message}${hint === undefined ? "" : `; ${hint}`}`);
    code = error instanceof SlipwayError ? error.exitCode : 1;
  }
  // Go waits until standard output is closed.
  await closeOutput();
  tidyUp?.();
  process.exit(code);
}
