/**
 * What `slipway-wasm/node` offers, written out so that programs for Node can be checked without the types of browsers.
 * `src/node/published.test.ts` holds it against the sources.
 */
import type { Readable } from "node:stream";

/** A directory of the host and where the program sees it. */
export interface HostMount {
  readonly host: string;
  readonly guest: string;
  readonly readOnly?: boolean;
}

/** A program to run. */
export interface RunRequest {
  /** The path of the program. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly HostMount[];
  /** The guest's working directory; by default `PWD` of `env`, else `/`. */
  readonly cwd?: string;
  /** Makes the text for stderr of an error's stack when the program traps; without it the stack is printed as it is. */
  readonly explainTrap?: (stack: string) => string;
}

/** Where the program's streams lead. */
export interface HostStreams {
  readonly stdin?: Readable;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
}

/** Opens a page in a browser and returns what closes it. `onProblem` takes what the page itself reports. */
export type OpenPage = (url: string, onProblem: (text: string) => void) => Promise<() => Promise<void>>;

/** Why a program could not be started, or what it did that no program may. */
export declare class ProgramError extends Error {}

/** Reads `HOST::GUEST`, or `HOST` for the same path on both sides. @throws ProgramError */
export declare function parseMount(text: string): HostMount;

/** Runs a program in this process and returns its exit code; 134 after a trap. @throws ProgramError */
export declare function runInNode(request: RunRequest): Promise<number>;

/** Runs a program in the browser that `open` opens and returns its exit code; 134 after a trap. @throws ProgramError */
export declare function runInBrowser(request: RunRequest, open: OpenPage, streams?: HostStreams): Promise<number>;

/** The parts of playwright-core's `chromium` that opening a page takes. */
export interface Playwright {
  launch(options: { executablePath: string; args: string[]; headless: boolean }): Promise<{
    newPage(): Promise<{
      goto(url: string): Promise<unknown>;
      on(event: "pageerror", listener: (error: Error) => void): unknown;
      on(event: "crash", listener: () => void): unknown;
    }>;
    close(): Promise<void>;
  }>;
}

/** Opens pages in a headless Chromium through playwright-core's `chromium`. */
export declare function openChromium(chromium: Playwright, executablePath: string): OpenPage;

/** The kinds of WebAssembly that Go toolchains write. */
export type ProgramKind = "gojs" | "tinygo" | "wasip1-command" | "wasip1-reactor";

/** Tells what a module is from what it imports and exports; undefined for one that no Go toolchain wrote for the web. */
export declare function kindOf(
  imports: readonly { readonly module: string; readonly name: string }[],
  exports: readonly { readonly name: string }[],
): ProgramKind | undefined;

/** What the dev page is told of a build. */
export interface DevBuild {
  readonly state: "building" | "built" | "failed";
  /** Whether the program has a page of its own. */
  readonly kind?: "page" | "command";
  /** What the compiler said. */
  readonly output?: string;
}

/** What to serve. Paths are absolute. */
export interface DevOptions {
  readonly port: number;
  readonly title: string;
  /** What stands in the page's field for arguments. */
  readonly args: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly mounts: readonly HostMount[];
  /** The page's modules. */
  readonly modules: { readonly page: string; readonly runner: string };
  /** The program's own page; files beside it are served with it. */
  readonly page?: string;
  /** Where the built program is. */
  readonly program: string;
  readonly explainTrap: (stack: string) => string;
}

/** A dev page that is being served. */
export interface DevServer {
  readonly url: string;
  /** Tells every open page; a new one is told the last. */
  update(build: DevBuild): void;
  close(): Promise<void>;
}

/** Serves the dev page on 127.0.0.1, and to pages of this very address only. @throws the system's error, as EADDRINUSE */
export declare function serveDev(options: DevOptions): Promise<DevServer>;
