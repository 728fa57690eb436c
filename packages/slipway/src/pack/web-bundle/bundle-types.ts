import type { ExportedFunction } from "./exported-functions.ts";
import type { GoRegistered } from "./go-web-names.ts";

/** The declarations of a bundle's entry. */
export function bundleTypes(functions: readonly ExportedFunction[], registered: readonly GoRegistered[]): string {
  const calls = functions.map(({ name, parameters, result, signature }) => {
    const list = parameters.map((each) => `${each.name}: ${each.type}`).join(", ");
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const doc = signature === undefined ? "" : `  /** \`${signature}\` */\n`;
    return `${doc}  ${key}(${list}): Promise<${result}>;\n`;
  });
  const globals = registered.map(
    ({ name, async }) => `  function ${name}(...args: any[]): ${async ? "Promise<any>" : "any"};\n`,
  );
  return `${HEAD}
/**
 * The program's own functions; calls wait for those before them. Values are WebAssembly's: a bool is 0 or 1, a string two numbers (where it is in
 * \`memory\`, and its length), and results are signed: \`>>> 0\` makes a uint32 of one, \`BigInt.asUintN(64, …)\` a uint64.
 */
export interface Exports {
${calls.join("")}}
${TAIL}${globals.length === 0 ? "" : `\n/** What the program puts on the page. */\ndeclare global {\n${globals.join("")}}\n`}`;
}

const HEAD = `/** What the program is started with; everything has a default. */
export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The program's files: \`new Vfs(memory())\`. */
  readonly files?: Vfs;
  readonly stdin?: Pipe;
  /** By default whole lines on the console. */
  readonly stdout?: (bytes: Uint8Array) => void;
  readonly stderr?: (bytes: Uint8Array) => void;
}

/** A tree of files; see slipway-wasm. */
export declare class Vfs {
  constructor(root: object);
  mount(path: string, backend: object): Promise<void>;
}

/** Files in memory. */
export declare function memory(): object;

/** A stream into the program. */
export declare class Pipe {
  push(bytes: Uint8Array | string): void;
  end(): void;
}
`;

const TAIL = `
/** A started program. */
export interface Program {
  /** The exit code; a reactor has none until \`stop\`. */
  readonly exited: Promise<number>;
  readonly exports: Exports;
  /** The program's memory. It grows: take a new view of \`buffer\` after each call. */
  readonly memory: { readonly buffer: ArrayBuffer };
  stop(code?: number): void;
}

/** Starts the program; it is downloaded, checked and compiled once. */
export declare function start(options?: StartOptions): Promise<Program>;
`;
