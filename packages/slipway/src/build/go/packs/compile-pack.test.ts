import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { Event } from "../../../events.ts";
import type { JsonObject } from "../../../json.ts";
import { sha256 } from "../../../platform/hash.ts";
import type { FoundHelp, RunContext, SharedHelp } from "../../../plan/kind.ts";
import { packIndex } from "../../../source/go/go-cache-pack.ts";
import { GoCache, type GoCacheEntry } from "../../../source/go/go-cache.ts";
import type { GoBuildParams } from "../go-build-params.ts";
import { CompilePack, type PackedBuild } from "./compile-pack.ts";

let home: string;
let events: Event[];
let asked: string[];
let offered: number;
/** What the remote has, by key; under "" for every key. */
let there: Map<string, { readonly about: JsonObject; readonly bytes: Uint8Array }>;
let fetched: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "slipway-compile-pack-"));
  writeFileSync(join(home, "go.mod"), "module example.test/m\n");
  [events, asked, offered, fetched, there] = [[], [], 0, 0, new Map()];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const help: SharedHelp = {
  writes: true,
  limit: 1e9,
  find(key): Promise<FoundHelp | undefined> {
    asked.push(key);
    const pack = there.get(key) ?? there.get("");
    if (pack === undefined) return Promise.resolve(undefined);
    const bytes = (): Promise<Uint8Array> => {
      fetched++;
      return Promise.resolve(pack.bytes);
    };
    return Promise.resolve({ record: { about: pack.about }, bytes });
  },
  helped: () => undefined,
  offer: () => void offered++,
};

/** A build in the temporary folder. */
function build(more: Partial<PackedBuild> = {}, settings: JsonObject = {}, proxy: string | null = null): PackedBuild {
  const program = { package: ".", proxy, settings: { tool: "go", command: "build", dir: ".", vcs: null, ...settings } };
  return {
    go: "go",
    folder: home,
    env: { GOCACHE: join(home, "cache") },
    flags: [],
    programs: [program as unknown as GoBuildParams],
    ...more,
  };
}

function packOf(of: PackedBuild, shared: SharedHelp | null = help): CompilePack | undefined {
  const once = new Map<string, unknown>();
  const context = {
    ...(shared === null ? {} : { help: shared }),
    facts: { host: { os: "linux" } },
    emit: (event: Event) => void events.push(event),
    once: (key: string, make: () => Promise<unknown>) => {
      if (!once.has(key)) once.set(key, make());
      return once.get(key);
    },
    signal: new AbortController().signal,
  };
  return CompilePack.of(of, context as unknown as RunContext);
}

const contents = Array.from({ length: 40 }, (_, at) => new TextEncoder().encode(`compiled ${at} `.repeat(10)));
const entries: readonly GoCacheEntry[] = contents.map((bytes, at) => {
  return { action: sha256(`action ${at}`), output: sha256(bytes), size: bytes.length };
});
const whole = new Uint8Array(Buffer.concat(contents));
const cache = (): GoCache => new GoCache(join(home, "cache"));
const present = (): number => entries.filter(({ action }) => cache().entry(action) !== undefined).length;
const warnings = (): string[] => events.flatMap((event) => (event.type === "message" ? [event.text] : []));

test("CompilePack.of() is there for plain builds whose results lie in a folder", () => {
  assert.ok(packOf(build()));
  assert.ok(packOf(build({}, { tool: "/usr/local/go/bin/go" })));
  assert.equal(packOf(build(), null), undefined, "nobody shares anything");
  assert.equal(packOf(build({ programs: [] })), undefined);
  assert.equal(packOf(build({ env: { GOCACHE: "off" } })), undefined);
  assert.equal(packOf(build({ env: { GOCACHE: "/c", GOCACHEPROG: "other-helper" } })), undefined);
  assert.equal(packOf(build({ flags: ["-modfile=other.mod"] })), undefined);
  assert.equal(packOf(build({}, { command: "test" })), undefined);
  assert.equal(packOf(build({}, { tool: "tinygo" })), undefined);
  assert.equal(packOf(build({}, {}, "proxied")), undefined);
});

test("CompilePack looks under a key of flags, packages and module files, and of no state of the checkout", async () => {
  const keyOf = async (of: PackedBuild): Promise<string> => {
    await packOf(of)!.restore();
    return asked.at(-1)!;
  };
  const first = await keyOf(build());
  assert.equal(await keyOf(build({}, { vcs: { modified: true } })), first);
  assert.equal(await keyOf(build({ env: { GOCACHE: join(home, "elsewhere") } })), first);
  const others = [await keyOf(build({ flags: ["-trimpath"] })), await keyOf(build({}, { goarch: "arm64" }))];
  writeFileSync(join(home, "go.sum"), "a sum\n");
  others.push(await keyOf(build()));
  writeFileSync(join(home, "go.mod"), "module example.test/other\n");
  others.push(await keyOf(build()));
  assert.equal(new Set([first, ...others]).size, 5);
});

test("CompilePack.restore() fills an empty cache, and fetches nothing where little is missing", async () => {
  there.set("", { about: { index: packIndex(entries), cpuMs: 20_000 }, bytes: whole });
  await packOf(build())!.restore();
  assert.equal(present(), entries.length);
  assert.equal(fetched, 1);
  rmSync(cache().actionFile(entries[0]!.action));
  await packOf(build())!.restore();
  assert.equal(fetched, 1, "a fortieth is compiled faster than all of it is fetched");
  for (const { action } of entries.slice(0, 20)) rmSync(cache().actionFile(action), { force: true });
  await packOf(build())!.restore();
  assert.equal(fetched, 2);
  assert.equal(present(), entries.length);
  assert.deepEqual(warnings(), []);
});

test("CompilePack.restore() says of a pack that is wrong that Go compiles, and leaves nothing wrong behind", async () => {
  const about = { index: packIndex(entries), cpuMs: 20_000 };
  for (const [bytes, index, expected] of [
    [whole.map((byte, at) => (at === 5 ? byte ^ 1 : byte)), about.index, /has other bytes/],
    [whole.subarray(1), about.index, /its index does not fit/],
    [whole, [["no", "entry", 1]], /its index is misshapen/],
    [whole, null, /it has no index/],
  ] as const) {
    events = [];
    there.set("", { about: { ...about, index: index }, bytes });
    await packOf(build())!.restore();
    assert.match(warnings().join("\n"), expected);
    assert.match(warnings().join("\n"), /^Cannot use a compile pack \(.*\); Go compiles$/);
    for (const { action, output } of entries) {
      if (cache().entry(action) !== undefined) assert.equal(sha256((await cache().read(output))!), output);
    }
    rmSync(join(home, "cache"), { recursive: true, force: true });
  }
});

test("CompilePack.share() offers a pack where there is none, or where a build took long in spite of it", async () => {
  const none = packOf(build())!;
  none.share(30_000, 15_000);
  assert.equal(offered, 0, "who never looked knows nothing");
  await none.restore();
  none.share(100, 100);
  assert.equal(offered, 1);
  there.set("", { about: { index: packIndex(entries), cpuMs: 20_000 }, bytes: whole });
  const found = packOf(build())!;
  await found.restore();
  found.share(9_999, 9_999);
  assert.equal(offered, 1, "less than five seconds and a quarter of what it took without");
  found.share(10_001, 100);
  assert.equal(offered, 2);
  found.share(undefined, 10_001);
  assert.equal(offered, 3);
  const reader = packOf(build(), { ...help, writes: false })!;
  await reader.restore();
  reader.share(60_000, 60_000);
  assert.equal(offered, 3);
});

test("CompilePack makes no pack of what is larger than anybody takes", async () => {
  const ids = entries.map(({ action }) => `${Buffer.from(action, "hex").toString("base64url").slice(0, 20)}/x`);
  for (const [at, entry] of entries.entries()) await cache().write(entry, contents[at]!);
  // Stands for `go list`.
  const go = join(home, "go");
  writeFileSync(go, `#!/bin/sh\necho '${ids.join("\n")}'\n`, { mode: 0o755 });
  for (const [limit, made] of [
    [whole.length, true],
    [whole.length - 1, false],
  ] as const) {
    const makers: Parameters<SharedHelp["offer"]>[0][] = [];
    const env = { GOCACHE: join(home, "cache"), PATH: "/usr/bin:/bin" };
    const pack = packOf(build({ go, env }, { flags: [], buildmode: "" }), {
      ...help,
      limit,
      offer: (make) => void makers.push(make),
    })!;
    await pack.restore();
    pack.share(30_000, 15_000);
    const offered = await makers[0]!();
    assert.equal(offered !== undefined, made, warnings().join());
    if (made) assert.deepEqual(await offered!.bytes("pack"), whole);
  }
});
