import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BUILTINS } from "../execute/builtins.ts";
import { execute } from "../execute/executor.ts";
import { releaseFunctions } from "../functions/release-functions.ts";
import { parse } from "../parse/parser.ts";
import { TemplateFault } from "../template-fault.ts";
import type { TemplateHost } from "../template-host.ts";
import { toBytes } from "../text/byte-string.ts";
import { goStringMap, goStruct, goUint, GoValue, toValue } from "../value/to-value.ts";
import { goTime } from "../value/time.ts";
import { GoError, int, string } from "../value/value.ts";
import type { FuncValue, GoFunction, Maybe } from "../value/value.ts";

/** What a template gives: output or an error, as byte strings. */
export type Outcome = { readonly output: string } | { readonly error: string };

const MOMENT = 1678327562123;

function func(type: string, call: GoFunction): GoValue {
  return new GoValue({ kind: "func", type, call } satisfies FuncValue);
}

function numberOf(value: Maybe): bigint {
  return value?.kind === "int" ? value.value : 0n;
}

function bytesOf(value: Maybe): string {
  return value?.kind === "string" ? value.value : "";
}

/** The same value as in `testdata/go-template/main.go`. */
function fixedData(folder: string): Readonly<Record<string, unknown>> {
  const author = (name: string, email: string): GoValue => goStruct("main.Author", { Name: name, Email: email });
  return {
    ProjectName: "app",
    Empty: "",
    Text: 'hello wörld\n<b>"x"</b> 日本',
    Version: "1.2.3",
    Tag: "v1.2.3",
    Major: goUint(1),
    Minor: goUint(2),
    Patch: goUint(3),
    Timestamp: 1678327562n,
    Now: goTime(MOMENT),
    Env: goStringMap({ HOME: "/root", FOO: "bar", EMPTY: "" }, "main.Env"),
    Runtime: goStruct("main.Runtime", { Goos: "linux", Goarch: "amd64" }),
    Authors: new GoValue({
      kind: "slice",
      type: "[]main.Author",
      element: "main.Author",
      items: [author("Ann", "ann@example.com").value, author("Bob", "bob@example.com").value],
    }),
    True: true,
    False: false,
    Nil: null,
    Int: 42,
    Neg: -7,
    Zero: 0,
    Float: 3.14,
    Big: 1e21,
    List: ["c", "a", "b"],
    NoList: [],
    Any: ["a", 1, null, true, 2.5, ["x"]],
    Map: { b: "2", a: "1", "": "0" },
    Nested: { A: { B: "deep", N: 5 }, L: [1, 2, 3], Nil: null },
    Add: func("func(int, int) int", { parameters: ["int", "int"], run: (a, b) => int(numberOf(a) + numberOf(b)) }),
    Join: func("func(string, ...string) string", {
      parameters: ["string"],
      variadic: "string",
      run: (separator, ...parts) => string(parts.map(bytesOf).join(bytesOf(separator))),
    }),
    Fail: func("func() (string, error)", {
      parameters: [],
      run() {
        throw new GoError("failed on purpose");
      },
    }),
    File: path.join(folder, "file.txt"),
  };
}

/** Go's text/template and ours over the same value. Call `close` when done. */
export class GoTemplates {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "slipway-template-"));
  readonly #program: string;
  readonly #data: Maybe;
  readonly #functions: Readonly<Record<string, GoFunction>>;

  constructor() {
    cpSync(path.join(import.meta.dirname, "../testdata/go-template"), this.#folder, { recursive: true });
    writeFileSync(path.join(this.#folder, "file.txt"), "lorem ipsum");
    this.#program = path.join(this.#folder, process.platform === "win32" ? "go-template.exe" : "go-template");
    execFileSync("go", ["build", "-buildvcs=false", "-o", this.#program, "."], {
      cwd: this.#folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    });
    this.#data = toValue(fixedData(this.#folder));
    const host: TemplateHost = {
      now: MOMENT,
      folder: this.#folder,
      home: undefined,
      separator: "/",
      readFile: (file) => readFileSync(file),
    };
    const environment = toValue({ HOME: "/root", FOO: "bar", EMPTY: "" });
    this.#functions = releaseFunctions(host, environment);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What Go makes of each template, in one process. */
  expected(templates: readonly string[]): Outcome[] {
    const input = templates
      .map((text) => JSON.stringify({ text: Buffer.from(text, "utf8").toString("base64") }))
      .join("\n");
    const printed = execFileSync(this.#program, { cwd: this.#folder, input, maxBuffer: 1 << 30 }).toString("utf8");
    return printed
      .trimEnd()
      .split("\n")
      .map((line) => {
        const { output, error } = JSON.parse(line) as { output: string | null; error?: string };
        const decode = (base64: string): string => Buffer.from(base64, "base64").toString("latin1");
        return error === undefined ? { output: decode(output ?? "") } : { error: decode(error) };
      });
  }

  /** What we make of a template. */
  actual(text: string): Outcome {
    const functions = new Set([...Object.keys(BUILTINS), ...Object.keys(this.#functions)]);
    try {
      const template = parse(toBytes(text), { name: "tmpl", functions });
      return { output: execute(template, { data: this.#data, functions: this.#functions }) };
    } catch (error) {
      if (error instanceof TemplateFault) {
        return { error: error.goMessage("tmpl") };
      }
      throw error;
    }
  }
}
