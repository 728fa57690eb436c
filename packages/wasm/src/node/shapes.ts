/** The shapes of `slipway-wasm/node`. They need no types of browsers, so that programs for Node can be checked without them. */
import type { Readable } from "node:stream";
import type { Invocation } from "../core/invoke.ts";

export type { Invocation };

/** A directory of the host and where the program sees it. */
export interface HostMount {
  readonly host: string;
  readonly guest: string;
  readonly readOnly?: boolean;
}

/** What `slipway wasm run` asks for. */
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
  /** Of a reactor: the export to call, after which the program ends. Its result goes to stdout, a line. */
  readonly invoke?: Invocation;
  /** Who is told how the run gets on. */
  readonly watch?: RunWatch;
}

/** Hears how a run gets on. */
export interface RunWatch {
  /** The program runs now. */
  started(): void;
  /** The program gave way to others; told every two seconds by one that does. */
  gaveWay(): void;
  /** What it wrote to its standard output. */
  wrote(bytes: Uint8Array): void;
}

/** Where the program's streams lead. */
export interface HostStreams {
  readonly stdin?: Readable;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
}

/** Opens a page in a browser and returns what closes it. `onProblem` takes what the page itself reports. */
export type OpenPage = (url: string, onProblem: (text: string) => void) => Promise<() => Promise<void>>;

/** The parts of playwright-core's `chromium` that opening a page takes, so that this package need not depend on it. */
export interface Playwright {
  launch(options: {
    executablePath: string;
    args: string[];
    headless: boolean;
    handleSIGINT: boolean;
    handleSIGTERM: boolean;
    handleSIGHUP: boolean;
  }): Promise<PlaywrightBrowser>;
}

/** A browser that Playwright started. */
export interface PlaywrightBrowser {
  newPage(): Promise<PlaywrightPage>;
  /** A session of the DevTools protocol with the whole browser. */
  newBrowserCDPSession(): Promise<unknown>;
  on(event: "disconnected", listener: () => void): unknown;
  close(): Promise<void>;
}

/** A page of it. */
export interface PlaywrightPage {
  goto(url: string): Promise<unknown>;
  url(): string;
  on(event: "pageerror", listener: (error: Error) => void): unknown;
  on(event: "close" | "domcontentloaded", listener: () => void): unknown;
  on(event: "worker", listener: (worker: PlaywrightWorker) => void): unknown;
}

/** A worker of a page. */
export interface PlaywrightWorker {
  url(): string;
  on(event: "close", listener: () => void): unknown;
}

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
