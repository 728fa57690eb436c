import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One test of WebAssembly/wasi-testsuite as its JSON file describes it (doc/specification.md there). */
export interface SuiteTest {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  /** What its root holds, as path and content; undefined when it gets none. A path that ends in a slash is a directory. */
  readonly root: readonly (readonly [string, string])[] | undefined;
}

interface Description {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly root?: string;
  readonly exit_code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** The preview1 tests of a checkout of the suite's branch with the compiled tests, `prod/testsuite-base`. */
export function readSuite(checkout: string): SuiteTest[] {
  return ["assemblyscript", "c", "rust"].flatMap((language) => {
    const folder = path.join(checkout, "tests", language, "testsuite/wasm32-wasip1");
    const names = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
    return names.sort().map((name) => readTest(folder, name.slice(0, -5), language));
  });
}

function readTest(folder: string, name: string, language: string): SuiteTest {
  const json = path.join(folder, `${name}.json`);
  const {
    args = [],
    env = {},
    root,
    exit_code: exitCode = 0,
    stdout,
    stderr,
  } = existsSync(json) ? (JSON.parse(readFileSync(json, "utf8")) as Description) : ({} as Description);
  return {
    name: `${language}/${name}`,
    program: path.join(folder, `${name}.wasm`),
    args,
    env,
    exitCode,
    stdout,
    stderr,
    root: root === undefined ? undefined : [...contents(path.join(folder, root), "")],
  };
}

function* contents(folder: string, prefix: string): Generator<[string, string]> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      yield [`${name}/`, ""];
      yield* contents(path.join(folder, entry.name), name);
    } else {
      yield [name, readFileSync(path.join(folder, entry.name), "utf8")];
    }
  }
}
