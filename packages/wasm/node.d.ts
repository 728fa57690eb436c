/**
 * What `slipway-wasm/node` offers, written out so that programs for Node can be checked without the types of browsers.
 * `src/node/published.test.ts` holds it against the sources.
 */
import type {
  DevOptions,
  DevServer,
  HostMount,
  HostStreams,
  OpenPage,
  Playwright,
  RunRequest,
} from "./src/node/shapes.ts";

export type * from "./src/node/shapes.ts";

/** Why a program could not be started, or what it did that no program may. */
export declare class ProgramError extends Error {}

/** Reads `HOST::GUEST`, or `HOST` for the same path on both sides. @throws ProgramError */
export declare function parseMount(text: string): HostMount;

/** Runs a program in this process and returns its exit code; 134 after a trap. @throws ProgramError */
export declare function runInNode(request: RunRequest): Promise<number>;

/**
 * Runs a program in the browser that `open` opens and returns its exit code; 134 after a trap. When `signal` aborts, the browser is
 * closed and the run rejects with its reason. @throws ProgramError
 */
export declare function runInBrowser(
  request: RunRequest,
  open: OpenPage,
  streams?: HostStreams,
  signal?: AbortSignal,
): Promise<number>;

/** Opens pages in a headless Chromium through playwright-core's `chromium`. */
export declare function openChromium(chromium: Playwright, executablePath: string): OpenPage;

/** Serves the dev page on 127.0.0.1, and to pages of this very address only. @throws the system's error, as EADDRINUSE */
export declare function serveDev(options: DevOptions): Promise<DevServer>;

/** The kinds of WebAssembly that Go toolchains write. */
export type ProgramKind = "gojs" | "tinygo" | "wasip1-command" | "wasip1-reactor";

/** Tells what a module is from what it imports and exports; undefined for one that no Go toolchain wrote for the web. */
export declare function kindOf(
  imports: readonly { readonly module: string; readonly name: string }[],
  exports: readonly { readonly name: string }[],
): ProgramKind | undefined;
