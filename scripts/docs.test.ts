import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { CommanderError, type Command } from "commander";
import { parse } from "yaml";
import { createProgram } from "../packages/slipway/src/cli/program.ts";
import { makeStyle } from "../packages/slipway/src/report/style.ts";
import { ACTING } from "../packages/slipway/src/config/load/inert.ts";
import { CONFIG_NAMES } from "../packages/slipway/src/config/load/find-config.ts";
import { DEPRECATED } from "../packages/slipway/src/config/load/deprecated.ts";
import { configJsonSchema } from "../packages/slipway/src/config/json-schema.ts";
import { releaseFunctions } from "../packages/slipway/src/config/template/functions/release-functions.ts";
import { BUILTINS } from "../packages/slipway/src/config/template/execute/builtins.ts";
import { RULES } from "../packages/slipway/src/binary/policy/all-rules.ts";
import { EXIT_CODE_OF, SlipwayError } from "../packages/slipway/src/errors.ts";
import { policyRows } from "./policy-table.ts";
import { DIFF_CODES } from "../packages/slipway/src/diff/difference.ts";
import { diffPaths, openProject, planProject } from "../packages/slipway/src/index.ts";

const root = path.resolve(import.meta.dirname, "..");
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/**/*.md", { cwd: root })]
  .map((page) => page.split(path.sep).join("/"))
  .sort();

const cache = mkdtempSync(path.join(tmpdir(), "slipway-docs-cache-"));
after(() => rmSync(cache, { recursive: true, force: true }));
const env = { ...process.env, SLIPWAY_CACHE: cache };

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** Headings of a page as GitHub makes anchors of them, code blocks left out. */
function anchorsOf(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[^\n]*\n[\s\S]*?^```$/gm, "");
}

/** Fenced blocks of a language. */
function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , body = ""]) => body);
}

/** Code of everything that can be found: read out of the sources, since findings are made in many rooms. */
function findingCodes(): Set<string> {
  const src = path.join(root, "packages", "slipway", "src");
  const codes = new Set<string>(RULES.map((rule) => rule.code));
  for (const file of globSync("**/*.ts", { cwd: src })) {
    const name = file.split(path.sep).join("/");
    // Differences between programs and testing's own findings are none that a run tells.
    if (/\.test\.ts$|\/testing\/|^(?:archive|binary|contents|crypto|diff|oci)\//.test(name)) continue;
    const text = readFileSync(path.join(src, file), "utf8");
    for (const match of text.matchAll(/\bcode: "([a-z0-9-]+)"|\b(?:notice|warning)\(\s*"([a-z0-9-]+)"/g)) {
      codes.add(match[1] ?? match[2] ?? "");
    }
  }
  const go = path.join(root, "packages", "slipway", "go");
  for (const file of globSync("**/*.go", { cwd: go })) {
    const text = readFileSync(path.join(go, file), "utf8");
    for (const [, code = ""] of text.matchAll(/\bCode:\s+"([a-z0-9-]+)"/g)) codes.add(code);
  }
  return codes;
}

/** A command of the tree with the words that lead to it. */
function allCommands(
  command: Command,
  words: readonly string[] = [],
): { words: readonly string[]; command: Command }[] {
  return [{ words, command }, ...command.commands.flatMap((child) => allCommands(child, [...words, child.name()]))];
}

/** The program with nothing behind its commands: what it takes and refuses is its own. */
function quietProgram(): Command {
  const silent = (): void => undefined;
  const style = makeStyle(false);
  const program = createProgram({ out: silent, err: silent, outStyle: style, errStyle: style }, silent);
  for (const { command } of allCommands(program)) if (command.name() !== "slipway") command.action(silent);
  return program;
}

test("docs/errors.md has one entry for each error code, with its exit code, and for each finding", () => {
  const text = read("docs/errors.md");
  const entries = [...text.matchAll(/^### (.+)$/gm)].map(([, code = ""]) => code);
  assert.equal(new Set(entries).size, entries.length, "an entry stands twice");
  const findings = findingCodes();
  for (const code of ["deprecated-key", "cgo-needed", "config-other-file", "matrix-key-unread"]) {
    assert.ok(findings.has(code), `the search for finding codes does not see ${code} any more`);
  }
  const wanted = new Set([...Object.keys(EXIT_CODE_OF), ...findings]);
  assert.deepEqual(
    [...wanted].filter((code) => !entries.includes(code)),
    [],
    "codes without an entry",
  );
  assert.deepEqual(
    entries.filter((code) => !wanted.has(code)),
    [],
    "entries of codes that are gone",
  );
  for (const [code, exit] of Object.entries(EXIT_CODE_OF)) {
    assert.match(text, new RegExp(`^### ${code}\n\nExit ${exit}[., ]`, "m"), `${code} does not say "Exit ${exit}"`);
  }
});

test("docs/policy.md has the table of rules as they are", () => {
  const rows = read("docs/policy.md")
    .split("\n")
    .filter((line) => line.startsWith("| ["));
  assert.deepEqual(rows, policyRows(), "`sh scripts/run.sh scripts/policy-table.ts` prints it");
});

test("every error code is used", () => {
  const src = path.join(root, "packages", "slipway", "src");
  const text = globSync("**/*.ts", { cwd: src })
    .filter((file) => !file.endsWith(".test.ts") && file !== "errors.ts")
    .map((file) => readFileSync(path.join(src, file), "utf8"))
    .join("\n");
  const unused = Object.keys(EXIT_CODE_OF).filter((code) => !text.includes(`"${code}"`));
  assert.deepEqual(unused, []);
});

test("docs/commands.md names every command and every flag under its own heading", () => {
  const text = read("docs/commands.md");
  const shared = text.slice(0, text.indexOf("\n## init\n"));
  const missing: string[] = [];
  for (const { words, command } of allCommands(quietProgram())) {
    const [top] = words;
    const start = top === undefined ? 0 : text.indexOf(`\n## ${top}\n`);
    if (start < 0) {
      missing.push(`## ${top}`);
      continue;
    }
    const end = text.indexOf("\n## ", start + 4);
    const section = shared + (top === undefined ? text : text.slice(start, end < 0 ? undefined : end));
    if (words.length > 1 && !section.includes(`slipway ${words.join(" ")}`)) missing.push(words.join(" "));
    for (const alias of command.aliases()) if (!shared.includes(`\`${alias}\``)) missing.push(`alias ${alias}`);
    for (const option of command.options.filter(({ hidden }) => !hidden)) {
      const flag = option.long ?? option.short ?? "";
      if (!new RegExp(`(?<![\\w-])${flag}(?![\\w-])`).test(section)) missing.push(`${words.join(" ")} ${flag}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("docs name no flag that does not exist", () => {
  const known = new Set(["--help"]);
  for (const { command } of allCommands(quietProgram())) {
    for (const option of command.options) for (const flag of [option.long, option.short]) if (flag) known.add(flag);
  }
  const flags = [...withoutBlocks(read("docs/commands.md")).matchAll(/(?<![\w-])(--[a-z][a-z-]*)/g)].map(
    ([, flag]) => flag,
  );
  assert.ok(flags.length > 20);
  assert.deepEqual(
    [...new Set(flags)].filter((flag) => !known.has(flag ?? "")),
    [],
  );
});

test("every slipway line in a sh block of the docs is taken by the command", async () => {
  const lines = pages.flatMap((page) =>
    blocksOf(read(page), "sh").flatMap((block) => block.split("\n").map((line) => ({ page, line }))),
  );
  let seen = 0;
  for (const { page, line } of lines) {
    const match = /^(?:\S*\/)?slipway (.*)$/.exec(line.replace(/\s+#.*$/, "").replace(/\s[<>].*$/, ""));
    if (!match) continue;
    seen++;
    try {
      await quietProgram().parseAsync((match[1] ?? "").split(/\s+/), { from: "user" });
    } catch (error) {
      assert.ok(error instanceof CommanderError && error.exitCode === 0, `${page}: ${line}: ${String(error)}`);
    }
  }
  assert.ok(seen > 20, `only ${seen} lines were seen`);
});

test("the command refuses what the docs must not say", async () => {
  for (const words of [["relaese"], ["plan", "--clean"], ["release", "--skip=nothing"]]) {
    await assert.rejects(quietProgram().parseAsync(words, { from: "user" }), CommanderError);
  }
});

test("relative links of README and docs lead somewhere", () => {
  const broken: string[] = [];
  let seen = 0;
  for (const page of pages) {
    for (const [, link = ""] of withoutBlocks(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      seen++;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
      if (!existsSync(path.join(root, target))) broken.push(`${page}: ${link}`);
      else if (anchor !== undefined && !anchorsOf(read(target)).includes(anchor)) broken.push(`${page}: ${link}`);
    }
  }
  assert.ok(seen > 30);
  assert.deepEqual(broken, []);
});

test("every page of docs can be reached from the README", () => {
  const reached = new Set<string>();
  const open = ["README.md"];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (reached.has(page) || !existsSync(path.join(root, page))) continue;
    reached.add(page);
    if (!page.endsWith(".md")) continue;
    for (const [, link = ""] of read(page).matchAll(/\]\(([^)#\s]+)/g)) {
      if (!/^[a-z]+:/.test(link)) open.push(path.posix.join(path.posix.dirname(page), link));
    }
  }
  assert.deepEqual(
    pages.filter((page) => !reached.has(page)),
    [],
    "link these from the README or from a page that it leads to",
  );
});

test("docs/config.md tells the search order, the acting sections and the deprecated keys", () => {
  const text = read("docs/config.md");
  const order = text.slice(text.indexOf("## Where the file"), text.indexOf("## In your editor"));
  const named = [...order.matchAll(/`([^`]*\.ya?ml)`/g)].map(([, name = ""]) => name);
  assert.deepEqual(named, [...CONFIG_NAMES]);
  const table = text.slice(text.indexOf("## What acts now"), text.indexOf("| everything else"));
  const acting = new Set([...table.matchAll(/`([a-z_]+)`/g)].map(([, key]) => key));
  for (const key of ACTING) assert.ok(acting.has(key), `"${key}" is not named as acting`);
  const deprecated = text.slice(text.indexOf("## Deprecated keys"));
  assert.deepEqual(
    [...deprecated.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key),
    DEPRECATED.map((each) => each.name),
  );
});

test("project files in the docs are valid", () => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  let seen = 0;
  for (const page of pages) {
    for (const block of blocksOf(read(page), "yaml")) {
      const value: unknown = parse(block);
      if (value === null) continue;
      seen++;
      assert.ok(validate(value), `${page}: ${JSON.stringify(validate.errors?.[0])}\n${block}`);
    }
  }
  assert.ok(seen >= 5);
});

test("docs/templates.md names every function and every field", async () => {
  const text = read("docs/templates.md");
  const host = { folder: "/", home: undefined, separator: "/" as const, now: 0, readFile: () => new Uint8Array() };
  const functions = [...Object.keys(releaseFunctions(host, undefined)), ...Object.keys(BUILTINS)];
  const project = await openProject({ dir: path.join(root, "examples", "hello"), env });
  const { fields } = await planProject(project, { snapshot: true });
  const words = new Set([...text.matchAll(/[A-Za-z][A-Za-z0-9_]*/g)].map(([word]) => word));
  assert.deepEqual(
    [...functions, ...Object.keys(fields.template)].filter((name) => !words.has(name)),
    [],
  );
});

test("docs/diff.md has a row for each code of a difference, and docs/diff.schema.json is the schema of real ones", async (t) => {
  const rows = [...read("docs/diff.md").matchAll(/^\| (`[a-z-`\s]+`) \|/gm)].flatMap(([, codes = ""]) =>
    [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code = ""]) => code),
  );
  assert.deepEqual(rows.toSorted(), [...DIFF_CODES].sort());
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(read("docs/diff.schema.json")) as object,
  );
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-docs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [side, text] of Object.entries({ a: "one\n", b: "two\n" })) {
    mkdirSync(path.join(folder, side));
    writeFileSync(path.join(folder, side, "text"), text);
    writeFileSync(path.join(folder, side, "bytes"), `\0${text}`);
    writeFileSync(path.join(folder, side, `only-${side}`), "");
  }
  const difference = JSON.parse(JSON.stringify(await diffPaths("a", "b", { dir: folder }))) as object;
  assert.ok(validate(difference), JSON.stringify(validate.errors, null, 1));
  assert.equal(validate({ ...difference, residual: undefined }), false);
  assert.equal(validate({ ...difference, causes: [{ code: "text" }] }), false);
});

test("docs/plan.schema.json is the schema of real plans", async (t) => {
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(read("docs/plan.schema.json")) as object,
  );
  const plan = async (dir: string): Promise<unknown> => {
    const project = await openProject({ dir, env: { ...env, GOFLAGS: "-v" } });
    const planned = await planProject(project, { snapshot: true, tolerant: true });
    return JSON.parse(JSON.stringify(planned.plan));
  };
  for (const example of ["hello", "fleet", "native", "page"]) {
    const made = await plan(path.join(root, "examples", example));
    assert.ok(validate(made), `${example}: ${JSON.stringify(validate.errors, null, 1)}`);
  }
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-docs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, "go.mod"), "module example.test/all\n\ngo 1.21\n");
  writeFileSync(path.join(folder, "main.go"), "package main\n\nfunc main() {}\n");
  writeFileSync(path.join(folder, "slipway.yaml"), EVERYTHING);
  const made = (await plan(folder)) as { tasks: { kind: string }[]; findings: unknown[]; leftOut: unknown[] };
  assert.ok(validate(made), JSON.stringify(validate.errors, null, 1));
  assert.ok(
    made.findings.length > 0 && made.leftOut.length > 0 && new Set(made.tasks.map((task) => task.kind)).size > 8,
  );

  for (const spoil of [{ surprise: 1 }, { schema: 2 }, { targets: ["linux"] }, { tasks: [{ id: "x" }] }]) {
    assert.equal(validate({ ...made, ...spoil }), false, `${JSON.stringify(spoil)} must not be valid`);
  }
});

/** Uses as many kinds of tasks as a snapshot can have. */
const EVERYTHING = `version: 2
project_name: all
before: { hooks: [go version] }
after: { hooks: [go version] }
builds:
  - goos: [linux, darwin, windows]
    goarch: [amd64, arm64, arm]
    goarm: ["6", "7"]
    hooks: { pre: go version, post: go version }
  - id: lib
    buildmode: c-shared
    targets: [linux_amd64]
    binary: lib
universal_binaries: [{ ids: [all], replace: true }]
upx: [{ enabled: true, ids: [all], goos: [linux] }]
archives:
  - ids: [all]
    formats: [tar.gz, zip]
  - id: plain
    ids: [all]
    formats: [binary]
    name_template: "plain_{{ .Os }}_{{ .Arch }}{{ .Arm }}"
checksum: { split: true }
report_sizes: true
signs: [{ artifacts: all }]
`;

test("the example of docs/library.md runs and prints what it says", (t) => {
  const text = read("docs/library.md");
  const [example = ""] = blocksOf(text, "ts");
  const [said = ""] = blocksOf(text, "");
  assert.notEqual(example, "");
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-docs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(path.join(root, "packages", "slipway"), path.join(folder, "node_modules", "slipway"), "junction");
  const file = path.join(folder, "example.ts");
  writeFileSync(file, example);
  const printed = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", file], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  assert.equal(printed, said);
});

test("names in README and docs that look like files of this repository are there", () => {
  for (const page of pages) {
    for (const [, name = ""] of withoutBlocks(read(page)).matchAll(
      /`((?:docs|scripts|examples|packages)\/[\w./-]+)`/g,
    )) {
      assert.ok(existsSync(path.join(root, name)), `${page} names ${name}`);
    }
  }
});

test("SlipwayError gives the exit code of its code", () => {
  assert.equal(new SlipwayError("cache-mismatch", "x").exitCode, 3);
});
