import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheFolder } from "./cache-folder.ts";

test("cacheFolder() follows each host's rules", () => {
  const linux = { platform: "linux", home: "/home/me" } as const;
  assert.equal(cacheFolder({ ...linux, env: {} }), "/home/me/.cache/slipway");
  assert.equal(cacheFolder({ ...linux, env: { XDG_CACHE_HOME: "/x" } }), "/x/slipway");
  assert.equal(cacheFolder({ ...linux, env: { XDG_CACHE_HOME: "relative" } }), "/home/me/.cache/slipway");
  assert.equal(
    cacheFolder({ platform: "darwin", home: "/Users/me", env: { XDG_CACHE_HOME: "/x" } }),
    "/Users/me/Library/Caches/slipway",
  );
  const windows = { platform: "win32", home: String.raw`C:\Users\me` } as const;
  assert.equal(cacheFolder({ ...windows, env: { LocalAppData: String.raw`D:\L` } }), String.raw`D:\L\slipway\cache`);
  assert.equal(cacheFolder({ ...windows, env: {} }), String.raw`C:\Users\me\AppData\Local\slipway\cache`);
});

test("cacheFolder() takes SLIPWAY_CACHE before anything, and refuses a relative one", () => {
  assert.equal(cacheFolder({ platform: "linux", home: "/h", env: { SLIPWAY_CACHE: "/c/" } }), "/c/");
  assert.throws(() => cacheFolder({ platform: "linux", home: "/h", env: { SLIPWAY_CACHE: "c" } }), { code: "usage" });
  assert.throws(() => cacheFolder({ platform: "linux", home: "", env: {} }), {
    code: "usage",
    message: /no home folder/,
  });
});
