import assert from "node:assert/strict";
import { test } from "node:test";
import { rebuildBase } from "./rebuild-base.ts";
import type { RebuildSource } from "./rebuild-request.ts";

test("rebuildBase() keeps where zig and what a user's Python has are, whatever home a rebuild has", async () => {
  const running = {
    signal: new AbortController().signal,
    run: () => Promise.reject(new Error("nothing is to run")),
  };
  const keptOf = async (more: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> => {
    const env = { HOME: "/home/gopher", PATH: process.env["PATH"] ?? "", ...more };
    const host = { env, go: "go", original: "", now: 0 };
    return (await rebuildBase(host, {} as RebuildSource, running)).kept;
  };
  const kept = await keptOf({});
  assert.equal(kept["ZIG_GLOBAL_CACHE_DIR"], "/home/gopher/.cache/zig");
  assert.equal(kept["PYTHONUSERBASE"], "/home/gopher/.local");
  assert.equal((await keptOf({ PYTHONUSERBASE: "/opt/python" }))["PYTHONUSERBASE"], undefined);
});
