import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheProblems } from "./cache-problems.ts";
import { cacheOf } from "./defaults/cache.ts";
import { SlipwayError } from "../errors.ts";
import { errorText } from "../report/error-text.ts";
import { makeStyle } from "../report/style.ts";

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
    { type: "s3", url: "me:planted-pw@s3.example.test" },
    { type: "reapi", url: "grpcs://me:planted/pw@more@cache.example.test" },
  );
  assert.deepEqual(messages, [
    'cache.remotes[0].url "https://***@s3.example.test" is no address of type s3',
    'cache.remotes[1].url "https://***@turbo.example.test/api" is no address of type turborepo',
    'cache.remotes[2].url "grpcs://***@cache.example.test" is no address of type reapi',
    'cache.remotes[3].url "s3.example.test" is no address of type s3',
    'cache.remotes[4].url "***@s3.example.test" is no address of type s3',
    'cache.remotes[5].url "grpcs://***@cache.example.test" is no address of type reapi',
  ]);
});

test("cacheProblems() shows no line that holds a login, and every other line", () => {
  const lines = (url: string, timeout: string): string => {
    const lineText = `    - { type: s3, url: "${url}", timeout: ${timeout} }`;
    const where = { file: "slipway.yaml", line: 4, column: 7, length: 9, lineText };
    const cache = cacheOf({ remotes: [{ type: "s3", url, timeout }] });
    const others = cacheProblems(cache, () => where);
    assert.ok(others.length > 0);
    const whole = new SlipwayError("config-invalid", "It does not hold", { others });
    const text = errorText(whole, makeStyle(false));
    assert.match(text, /slipway\.yaml:4:7/);
    return text + JSON.stringify(others.map(({ message, details }) => ({ message, ...details })));
  };
  for (const url of ["https://planted-token@host", "https://me:planted:pw@host", "me:planted-pw@host"]) {
    assert.doesNotMatch(lines(url, "soon"), /planted/);
  }
  assert.match(lines("https://host.example.test", "soon"), /timeout: soon/);
});
