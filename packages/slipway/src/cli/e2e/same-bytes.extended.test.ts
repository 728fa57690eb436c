import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import { runSlipway, type RunOptions } from "../testing/run-slipway.ts";
import { tempProject, type TempProject } from "../testing/temp-project.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "..", "..", "..", "..", "..", "examples");
/** Cgo wants a C compiler for every target; this machine's own is always there. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  hello: [],
  fleet: [],
  page: [],
  native: ["--single-target"],
};

const tools = mkdtempSync(path.join(os.tmpdir(), "slipway-same-bytes-"));
after(() => rmSync(tools, { recursive: true, force: true }));

interface Variation {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly through?: readonly string[];
  /** Start from an empty store in another folder; otherwise in the same place, from what the first run left. */
  readonly elsewhere: boolean;
  readonly node?: () => string;
}

const VARIATIONS: readonly Variation[] = [
  { name: "twice in a row", elsewhere: false },
  { name: "from the store, dist wiped", elsewhere: false, through: ["sh", "-c", 'rm -rf dist; exec "$@"', "sh"] },
  { name: "another folder and an empty store", elsewhere: true },
  {
    name: "another time zone and locale",
    elsewhere: true,
    env: { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
  },
  { name: "another umask", elsewhere: true, through: ["sh", "-c", 'umask 077; exec "$@"', "sh"] },
  { name: "one at a time", elsewhere: true, args: ["--parallelism=1"] },
  { name: "twelve at a time", elsewhere: true, args: ["--parallelism=12"] },
  {
    name: "hostile Go variables",
    elsewhere: true,
    env: {
      GOFLAGS: "-tags=hostile",
      GOAMD64: "v3",
      GO386: "softfloat",
      GOARM64: "v9.0",
      GOENV: path.join(tools, "goenv"),
      GOEXPERIMENT: "",
    },
  },
  { name: "another Node major", elsewhere: true, node: otherNode },
  { name: "the fallback compressor", elsewhere: true, env: { NODE_OPTIONS: `--import=${brokenZlib()}` } },
];

writeFileSync(path.join(tools, "goenv"), "GOAMD64=v2\nGOFLAGS=-ldflags=-X=main.version=evil\n");

for (const example of Object.keys(FLAGS)) {
  test(`${example}: the same commit gives the same bytes`, async (t) => {
    const first = project(t, example);
    const cache = path.join(first.root, "..", "cache");
    await release(first, example, { env: { SLIPWAY_CACHE: cache } });
    const expected = digests(first);
    assert.ok(Object.keys(expected).length > 1, "there are files to compare");
    for (const variation of VARIATIONS) {
      await t.test(variation.name, async (t) => {
        const at = variation.elsewhere ? project(t, example, "over there ü") : first;
        const env = {
          ...variation.env,
          SLIPWAY_CACHE: variation.elsewhere ? path.join(at.root, "..", "cache") : cache,
        };
        await release(at, example, { ...variation, env });
        assert.deepEqual(digests(at), expected);
      });
    }
  });
}

function project(t: Parameters<typeof tempProject>[0], example: string, name = example): TempProject {
  const made = tempProject(t, {}, { git: false, name });
  cpSync(path.join(EXAMPLES, example), made.root, {
    recursive: true,
    filter: (file) => path.basename(file) !== "dist",
  });
  made.write({ ".gitignore": "dist/\n" });
  made.git("init", "--quiet", "--initial-branch=main");
  made.commit("first");
  made.git("tag", "v1.0.0");
  return made;
}

async function release(
  at: TempProject,
  example: string,
  how: Partial<Variation> & Pick<RunOptions, "env">,
): Promise<void> {
  const args = ["release", "--snapshot", "--skip=prove", ...(FLAGS[example] ?? []), ...(how.args ?? [])];
  const run = await runSlipway(
    args.filter((arg) => !(arg === "--single-target" && example !== "native")),
    {
      cwd: at.root,
      ...(how.env === undefined ? {} : { env: how.env }),
      ...(how.through === undefined ? {} : { through: how.through }),
      ...(how.node === undefined ? {} : { node: how.node() }),
    },
  );
  assert.equal(run.code, 0, run.stderr);
}

/** Every file of dist but those that hold the absolute path of the project. */
function digests(at: TempProject): Record<string, string> {
  const files = at
    .list("dist")
    .filter((file) => !/^(?:artifacts\.json|config\.yaml|metadata\.json|report\..*)$/.test(file));
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(path.join(at.root, "dist", file)))
        .digest("hex"),
    ]),
  );
}

/** A Node of another major version than the one that runs this, from the npm registry. */
function otherNode(): string {
  const major = process.versions.node.startsWith("22.") ? 24 : 22;
  const folder = path.join(tools, `node-${major}`);
  const name = `node-linux-${process.arch}`;
  const node = path.join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), "{}\n");
    execFileSync("npm", ["install", "--no-audit", "--no-fund", `${name}@${major}`], { cwd: folder, stdio: "ignore" });
  }
  return node;
}

/** A module that makes this Node's zlib give other bytes, as a Node with another zlib inside would. */
function brokenZlib(): string {
  const file = path.join(tools, "other-zlib.mjs");
  writeFileSync(
    file,
    `import zlib from "node:zlib";
const real = zlib.deflateRaw;
zlib.deflateRaw = (bytes, options, done) => real(bytes, { ...options, level: 1 }, done);
`,
  );
  return `file://${file}`;
}
