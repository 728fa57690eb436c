import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheProblems } from "./cache-problems.ts";
import { cacheOf } from "./defaults/cache.ts";

/** What is said of remotes of these types at these addresses. */
function said(...remotes: readonly { readonly type: "s3" | "turborepo" | "reapi"; readonly url: string }[]): string[] {
  const needed = { s3: { bucket: "things" }, turborepo: {}, reapi: {} };
  const cache = cacheOf({ remotes: remotes.map((remote) => ({ ...remote, ...needed[remote.type] })) });
  return cacheProblems(cache, () => undefined).map(({ message }) => message);
}

test("cacheProblems() takes addresses with a path, a port, and templates", () => {
  assert.deepEqual(
    said(
      { type: "s3", url: "https://s3.example.test" },
      { type: "s3", url: "http://127.0.0.1:9000/below/@here" },
      { type: "turborepo", url: "{{ .Env.TURBO_API }}" },
      { type: "reapi", url: "grpcs://cache.example.test:443" },
    ),
    [],
  );
});

test("cacheProblems() refuses an address with a login, and does not show it", () => {
  const messages = said(
    { type: "s3", url: "https://me:planted-pw@s3.example.test" },
    { type: "turborepo", url: "https://planted-token@turbo.example.test/api" },
    { type: "reapi", url: "grpcs://me:planted-pw@cache.example.test" },
    { type: "s3", url: "s3.example.test" },
  );
  assert.deepEqual(messages, [
    'cache.remotes[0].url "https://***@s3.example.test" is no address of type s3',
    'cache.remotes[1].url "https://***@turbo.example.test/api" is no address of type turborepo',
    'cache.remotes[2].url "grpcs://***@cache.example.test" is no address of type reapi',
    'cache.remotes[3].url "s3.example.test" is no address of type s3',
  ]);
});
