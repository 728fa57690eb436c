import assert from "node:assert/strict";
import { test } from "node:test";
import { ProgReader } from "./prog-protocol.ts";

/** What a reader hears of bytes that come in these pieces. */
function heard(pieces: readonly Uint8Array[]): string[] {
  const said: string[] = [];
  const reader = new ProgReader({
    request: ({ ID, Command }) => void said.push(`${ID} ${Command}`),
    withBody: ({ ID }) => {
      let text = "";
      return {
        add: (piece) => (text += new TextDecoder().decode(piece)),
        end: () => void said.push(`${ID} put ${text}`),
        drop: () => void said.push(`${ID} dropped`),
      };
    },
  });
  for (const piece of pieces) reader.add(piece);
  reader.end();
  return said;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// As cmd/go writes it: an empty line after each request, the body as a line of its own.
const SESSION = `{"ID":1,"Command":"get","ActionID":"AAAA"}

{"ID":2,"Command":"put","ActionID":"AAAA","OutputID":"BBBB","BodySize":4}

"eHh4eA=="
{"ID":3,"Command":"put","ActionID":"AAAA","OutputID":"BBBB"}

{"ID":4,"Command":"close"}

`;

test("ProgReader reads requests and bodies however they are cut", () => {
  const all = bytes(SESSION);
  const expected = ["1 get", "2 put eHh4eA==", "3 put", "4 close"];
  assert.deepEqual(heard([all]), expected);
  assert.deepEqual(heard([...all].map((byte) => new Uint8Array([byte]))), expected);
  for (let at = 1; at < all.length; at++) assert.deepEqual(heard([all.subarray(0, at), all.subarray(at)]), expected);
});

test("ProgReader drops a body whose end does not come", () => {
  const cut = SESSION.indexOf("eA==");
  assert.deepEqual(heard([bytes(SESSION.slice(0, cut))]), ["1 get", "2 dropped"]);
});

test("ProgReader refuses what no go command says, and reads no endless line into memory", () => {
  for (const [text, expected] of [
    ["hello\n", /no JSON/],
    ["[]\n", /no request/],
    ["null\n", /no request/],
    ['{"ID":"1","Command":"get"}\n', /no request/],
    ['{"ID":1,"Command":"get","ActionID":7}\n', /no request/],
    ['{"ID":1,"Command":"put","BodySize":-1}\n', /no request/],
    ['{"ID":1,"Command":"put","BodySize":3}\n\nAAAA\n', /no body/],
    ["x".repeat(70_000), /too long/],
  ] as const) {
    assert.throws(() => heard([bytes(text)]), expected, text.slice(0, 60));
  }
  assert.throws(() => heard(Array.from({ length: 100 }, () => bytes(" ".repeat(1000)))), /too long/);
});
