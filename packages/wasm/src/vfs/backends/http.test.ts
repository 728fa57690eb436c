import { strict as assert } from "node:assert";
import { test } from "node:test";
import { bytes, text, Tree } from "../../testing/backend-contract.ts";
import { Vfs } from "../vfs.ts";
import { httpFiles } from "./http.ts";

const content = Uint8Array.from({ length: 1000 }, (_, index) => index & 255);
const manifest = { files: { "a/b c.txt": { size: 5 }, big: { size: 1000, mtime: "2024-01-02T03:04:05Z" } } };

/** A web server of two files that counts what it is asked; `ranges: false` sends whole files, as simple servers do. */
function server(ranges: boolean): { readonly get: typeof fetch; readonly asked: string[] } {
  const asked: string[] = [];
  const get = (async (url: URL, { headers }: { headers: { range: string } }) => {
    asked.push(`${url.pathname} ${headers.range}`);
    const body =
      url.pathname === "/base/big" ? content : url.pathname === "/base/a/b%20c.txt" ? bytes("hello") : undefined;
    if (body === undefined) return new Response(null, { status: 404 });
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range) ?? [];
    return ranges
      ? new Response(body.slice(Number(start), Number(end) + 1), { status: 206 })
      : new Response(body.slice(), { status: 200 });
  }) as unknown as typeof fetch;
  return { get, asked };
}

for (const ranges of [true, false]) {
  test(`httpFiles() reads files in blocks ${ranges ? "with" : "without"} ranges and keeps the last ones`, async () => {
    const { get, asked } = server(ranges);
    const backend = httpFiles("http://example.invalid/base/", manifest, { blockSize: 400, blocks: 2, fetch: get });
    const tree = new Tree(new Vfs(backend));
    assert.equal(text(await tree.read("/a/b c.txt")), "hello");
    assert.deepEqual(await tree.read("/big"), content);
    assert.deepEqual(asked.slice(1), ["/base/big bytes=0-399", "/base/big bytes=400-799", "/base/big bytes=800-999"]);
    const file = await tree.run((vfs) => vfs.open(vfs.start, "/big", { read: true }));
    const into = new Uint8Array(10);
    await file.readAt(into, 900);
    assert.equal(asked.length, 4);
    await file.readAt(into, 0);
    assert.equal(asked.length, 5);
    assert.deepEqual(into, content.slice(0, 10));
  });
}

test("httpFiles() lists the manifest and refuses every change", async () => {
  const tree = new Tree(new Vfs(httpFiles("http://example.invalid/base/", manifest, { fetch: server(true).get })));
  assert.deepEqual(
    (await tree.list("/")).map(({ name }) => name),
    ["a", "big"],
  );
  const { size, mtime } = await tree.stat("/big");
  assert.deepEqual([size, mtime], [1000, 1_704_164_645_000_000_000n]);
  await tree.fails("EROFS", (vfs) => vfs.open(vfs.start, "/big", { write: true }));
  await tree.fails("EROFS", (vfs) => vfs.mkdir(vfs.start, "/d"));
  await tree.fails("EROFS", (vfs) => vfs.unlink(vfs.start, "/big"));
});

test("httpFiles() reports what the server does not have, and a manifest that lies", async () => {
  const files = { gone: { size: 3 }, big: { size: 2000 } };
  const tree = new Tree(new Vfs(httpFiles("http://example.invalid/base/", { files }, { fetch: server(true).get })));
  await assert.rejects(tree.read("/gone"), { code: "ENOENT" });
  await assert.rejects(tree.read("/big"), { code: "EIO" });
  for (const path of ["../x", "a//b", "/a", "."]) {
    assert.throws(() => httpFiles("http://example.invalid/", { files: { [path]: { size: 1 } } }), { code: "EINVAL" });
  }
});
