import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { SlipwayError } from "../../errors.ts";
import type { ZipMember } from "../testing/module-zip.ts";
import { fakeToolchain, h1Of, zipOf } from "../testing/module-zip.ts";
import { checksumLog } from "../testing/checksum-log.ts";
import { temporaryFolder } from "../testing/repository.ts";
import { downloadToolchain } from "./download-toolchain.ts";

const NAME = "go1.99.1";
const HOST = { os: "linux", arch: "amd64" };
const VERSION = `v0.0.1-${NAME}.linux-amd64`;
const PREFIX = `golang.org/toolchain@${VERSION}/`;
const GOOD = fakeToolchain(NAME, "linux-amd64");
const DATABASE = "sum.example.test";

const work = temporaryFolder("toolchain");
const servers: Server[] = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});
let caches = 0;

interface Served {
  readonly zip?: Uint8Array | ((response: ServerResponse) => void);
  /** What the database says; the hash of the good archive when absent. */
  readonly hash?: string;
  readonly status?: number;
  readonly database?: boolean;
  /** Changes pages of the database. */
  readonly tamper?: (path: string, page: Uint8Array) => Uint8Array;
}

async function proxy(served: Served = {}): Promise<{ url: string; key: string; paths: string[] }> {
  const record = `golang.org/toolchain ${VERSION} ${served.hash ?? h1Of(GOOD)}\ngolang.org/toolchain ${VERSION}/go.mod h1:${"B".repeat(43)}=\n`;
  const log = checksumLog(DATABASE, { [`golang.org/toolchain@${VERSION}`]: record });
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    paths.push(url);
    const found = page(url);
    if (typeof found === "function") return found(response);
    response.statusCode = found === undefined ? 404 : (served.status ?? 200);
    response.end(found);
  });
  function page(url: string): Uint8Array | ((response: ServerResponse) => void) | undefined {
    if (url === `/golang.org/toolchain/@v/${VERSION}.zip`) return served.zip ?? zipOf(GOOD);
    if (served.database === false || !url.startsWith(`/sumdb/${DATABASE}/`)) return undefined;
    const inside = url.slice(`/sumdb/${DATABASE}/`.length);
    if (inside === "supported") return new Uint8Array();
    const answer = log.page(inside);
    return answer === undefined ? undefined : (served.tamper?.(inside, answer) ?? answer);
  }
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: log.verifierKey, paths };
}

function options(
  env: Readonly<Record<string, string>>,
  more: { cacheFolder?: string; idle?: number; signal?: AbortSignal } = {},
) {
  const cacheFolder = more.cacheFolder ?? path.join(work, `cache-${++caches}`);
  return { variables: { env, goEnv: {} }, host: HOST, ...more, cacheFolder };
}

/** The download fails with this code and text, and leaves nothing behind. */
async function fails(
  env: Readonly<Record<string, string>>,
  code: string,
  text: RegExp,
  more: { idle?: number } = {},
): Promise<SlipwayError> {
  const asked = options(env, more);
  let caught: SlipwayError | undefined;
  await assert.rejects(downloadToolchain(NAME, asked), (error: SlipwayError) => {
    caught = error;
    assert.equal(error.code, code, error.message);
    assert.match(`${error.message} ${error.details.actual ?? ""}`, text);
    return true;
  });
  assert.deepEqual(readdirSync(path.join(asked.cacheFolder, "toolchains")), []);
  assert.ok(caught);
  return caught;
}

test("downloadToolchain() unpacks what the checksum database knows", async () => {
  const { url, key, paths } = await proxy();
  const asked = options({ GOPROXY: url, GOSUMDB: key });
  const toolchain = await downloadToolchain(NAME, asked);
  assert.deepEqual(
    [toolchain.version, toolchain.os, toolchain.arch, toolchain.from],
    [NAME, "linux", "amd64", "module proxy"],
  );
  assert.equal(readFileSync(path.join(toolchain.root, "src", "go.mod"), "utf8"), "module std\n");
  if (process.platform !== "win32") {
    for (const [file, mode] of [
      ["bin/go", 0o755],
      ["pkg/tool/linux_amd64/compile", 0o755],
      ["lib/wasm/go_js_wasm_exec", 0o755],
      ["VERSION", 0o644],
    ] as const) {
      assert.equal(statSync(path.join(toolchain.root, file)).mode & 0o777, mode, file);
    }
  }
  const record = JSON.parse(readFileSync(`${toolchain.root}.ok`, "utf8")) as Record<string, string>;
  assert.deepEqual(record, { toolchain: NAME, hash: h1Of(GOOD), from: url, checkedAgainst: DATABASE });
  const asks = paths.length;
  assert.deepEqual(await downloadToolchain(NAME, asked), toolchain);
  assert.equal(paths.length, asks, "a toolchain that is there is not asked for again");
});

test("downloadToolchain() lets parallel runs share one download", async () => {
  const { url, key, paths } = await proxy();
  const asked = options({ GOPROXY: url, GOSUMDB: key });
  const made = await Promise.all([
    downloadToolchain(NAME, asked),
    downloadToolchain(NAME, asked),
    downloadToolchain(NAME, asked),
  ]);
  assert.equal(new Set(made.map(({ root }) => root)).size, 1);
  assert.equal(paths.filter((each) => each.endsWith(".zip")).length, 1);
});

test("downloadToolchain() replaces what a killed run left", async () => {
  const { url, key } = await proxy();
  const asked = options({ GOPROXY: url, GOSUMDB: key });
  const left = path.join(asked.cacheFolder, "toolchains", `${NAME}.linux-amd64`);
  mkdirSync(path.join(left, "bin"), { recursive: true });
  writeFileSync(path.join(left, "bin", "go"), "half");
  const toolchain = await downloadToolchain(NAME, asked);
  assert.match(readFileSync(toolchain.go, "utf8"), /echo fake/);
});

test("downloadToolchain() refuses another archive than the database knows", async () => {
  const { url, key } = await proxy({ hash: `h1:${"C".repeat(43)}=` });
  const error = await fails(
    { GOPROXY: url, GOSUMDB: key },
    "toolchain-not-trusted",
    /is not the one that sum\.example\.test knows/,
  );
  assert.equal(error.details.actual, h1Of(GOOD));
});

test("downloadToolchain() refuses records that the signed tree does not hold", async () => {
  const replace = (from: string, to: string) => (file: string, page: Uint8Array) =>
    file.startsWith("lookup/") ? Buffer.from(Buffer.from(page).toString("utf8").replace(from, to)) : page;
  const evil = fakeToolchain(NAME, "linux-amd64", "#!/bin/sh\necho evil\n");
  const forged = await proxy({ zip: zipOf(evil), tamper: replace(h1Of(GOOD), h1Of(evil)) });
  await fails(
    { GOPROXY: forged.url, GOSUMDB: forged.key },
    "toolchain-not-trusted",
    /does not stand in the signed tree/,
  );

  const unsigned = await proxy({ tamper: replace("go.sum database tree\n", "go.sum database tree\n1") });
  await fails(
    { GOPROXY: unsigned.url, GOSUMDB: unsigned.key },
    "toolchain-not-trusted",
    /not signed by sum\.example\.test/,
  );

  const other = await proxy();
  await fails({ GOPROXY: (await proxy()).url, GOSUMDB: other.key }, "toolchain-not-trusted", /not signed/);

  const tiles = await proxy({
    tamper: (file, page) => (file.startsWith("tile/") ? page.map((byte) => byte ^ 1) : page),
  });
  await fails({ GOPROXY: tiles.url, GOSUMDB: tiles.key }, "toolchain-not-trusted", /does not stand in the signed tree/);
});

test("downloadToolchain() refuses damaged and cut off archives", async () => {
  const whole = zipOf(GOOD);
  for (const length of [0, 10, Math.floor(whole.length / 2), whole.length - 1]) {
    const { url, key } = await proxy({ zip: whole.slice(0, length) });
    await fails({ GOPROXY: url, GOSUMDB: key }, "toolchain-unavailable", /cannot be used/);
  }
  const flipped = whole.slice();
  const at = Buffer.from(whole).indexOf("#!/bin/sh");
  flipped[at] = 0;
  const { url, key } = await proxy({ zip: flipped });
  await fails({ GOPROXY: url, GOSUMDB: key }, "toolchain-unavailable", /does not have its CRC-32/);
  const broken = await proxy({
    zip: (response) => void response.writeHead(200, { "content-length": "1000" }).write("PK", () => response.destroy()),
  });
  await fails({ GOPROXY: broken.url, GOSUMDB: broken.key }, "toolchain-unavailable", /terminated|closed|socket/);
});

test("downloadToolchain() refuses hostile members before it writes any", async () => {
  const hostile: readonly (readonly [ZipMember, RegExp])[] = [
    [{ name: "../../evil", content: "x" }, /"\.\."/],
    [{ name: `${PREFIX}../../../evil`, content: "x" }, /"\.\."/],
    [{ name: "/etc/evil", content: "x" }, /absolute/],
    [{ name: `${PREFIX}a\\..\\b`, content: "x" }, /backslash/],
    [{ name: "elsewhere/file", content: "x" }, /does not begin with/],
    [{ name: `${PREFIX}version`, content: "x" }, /differs from .* only in case/],
    [{ name: `${PREFIX}VERSION`, content: "x" }, /comes twice/],
    [{ name: `${PREFIX}link`, content: "VERSION", mode: 0o120777 }, /no regular file/],
    [{ name: `${PREFIX}huge`, content: "x", deflated: true, size: 0xfffffff0 }, /cannot be used: .*bytes/],
    [{ name: `${PREFIX}bomb`, content: "0".repeat(1 << 20), deflated: true, size: 10 }, /longer than 10 bytes/],
  ];
  for (const [member, text] of hostile) {
    const { url, key } = await proxy({ zip: zipOf([...GOOD, member]) });
    await fails({ GOPROXY: url, GOSUMDB: key }, "toolchain-unavailable", text);
  }
});

test("downloadToolchain() refuses an archive that is another toolchain", async () => {
  const members = GOOD.map((member) =>
    member.name.endsWith("VERSION") ? { ...member, content: "go1.98.0\n" } : member,
  );
  const { url, key } = await proxy({ zip: zipOf(members), hash: h1Of(members) });
  await fails({ GOPROXY: url, GOSUMDB: key }, "toolchain-unavailable", /says that it is go1\.98\.0/);
});

test("downloadToolchain() walks GOPROXY as Go does", async () => {
  const good = await proxy();
  const missing = await proxy({ zip: (response) => void response.writeHead(404).end(), database: false });
  const failing = await proxy({ zip: (response) => void response.writeHead(500).end(), database: false });
  const works = async (GOPROXY: string): Promise<unknown> =>
    (await downloadToolchain(NAME, options({ GOPROXY, GOSUMDB: good.key }))).version;
  assert.equal(await works(`${missing.url},${good.url}`), NAME);
  assert.equal(await works(`${good.url}/,direct`), NAME);
  const env = (GOPROXY: string) => ({ GOPROXY, GOSUMDB: good.key });
  await fails(env(`${failing.url},${good.url}`), "toolchain-unavailable", /answered 500/);
  await fails(env(missing.url), "toolchain-unavailable", /does not have it/);
  await fails(env("off"), "toolchain-unavailable", /GOPROXY says off/);
  await fails(env("direct"), "toolchain-unavailable", /comes only from a proxy/);
  await fails(env(`http://127.0.0.1:9,${good.url}`), "toolchain-unavailable", /127\.0\.0\.1:9/);
});

test("downloadToolchain() goes on after any failure with |", async () => {
  const good = await proxy();
  const failing = await proxy({ zip: (response) => void response.writeHead(500).end(), database: false });
  const toolchain = await downloadToolchain(
    NAME,
    options({ GOPROXY: `${failing.url}|${good.url}`, GOSUMDB: good.key }),
  );
  assert.equal(toolchain.version, NAME);
});

test("downloadToolchain() gives a silent proxy up", async () => {
  const { url, key } = await proxy({ zip: (response) => void response.writeHead(200).write("PK") });
  await fails({ GOPROXY: url, GOSUMDB: key }, "toolchain-unavailable", /no byte came for 200 ms/, { idle: 200 });
});

test("downloadToolchain() stops when the run is cancelled", async () => {
  const { url, key } = await proxy({ zip: (response) => void response.writeHead(200).write("PK") });
  const stop = new AbortController();
  const asked = options({ GOPROXY: url, GOSUMDB: key }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await assert.rejects(downloadToolchain(NAME, asked), { code: "cancelled" });
});

test("downloadToolchain() keeps logins out of messages and sends them in a header", async () => {
  let authorization: string | undefined;
  const { url, key } = await proxy({
    zip: (response) => {
      authorization = response.req.headers.authorization;
      response.writeHead(403).end();
    },
  });
  const error = await fails(
    { GOPROXY: url.replace("http://", "http://user:s%40cret@"), GOSUMDB: key },
    "toolchain-unavailable",
    /answered 403/,
  );
  assert.equal(authorization, `Basic ${Buffer.from("user:s@cret").toString("base64")}`);
  assert.doesNotMatch(JSON.stringify({ ...error.details, message: error.message }), /cret/);
});

test("downloadToolchain() asks the database even when GOSUMDB is off, as Go does", async () => {
  const { url } = await proxy();
  await fails({ GOPROXY: url, GOSUMDB: "off" }, "toolchain-not-trusted", /GOSUMDB is off/);
});

test("downloadToolchain() takes a single file: proxy without a database when GOSUMDB is off", async () => {
  const folder = path.join(work, "proxy with space", "golang.org", "toolchain", "@v");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${VERSION}.zip`), zipOf(GOOD));
  const GOPROXY = pathToFileURL(path.join(work, "proxy with space")).href;
  const toolchain = await downloadToolchain(NAME, options({ GOPROXY, GOSUMDB: "off" }));
  const record = JSON.parse(readFileSync(`${toolchain.root}.ok`, "utf8")) as Record<string, string>;
  assert.match(record["checkedAgainst"] ?? "", /nothing/);
  assert.equal((await downloadToolchain(NAME, options({ GOPROXY, GONOSUMDB: "golang.org/*" }))).version, NAME);
  await assert.rejects(downloadToolchain("go1.99.2", options({ GOPROXY, GOSUMDB: "off" })), {
    code: "toolchain-unavailable",
  });
});
