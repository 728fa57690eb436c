import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { downloadBytes, downloadFile, withoutLogin } from "./download.ts";

const servers: Server[] = [];
const file = path.join(os.tmpdir(), `slipway-download-${process.pid}`);
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(file, { force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("downloadFile() writes what comes, and nothing when the status is not 200", async () => {
  const url = await serve((request, response) => {
    response.statusCode = request.url === "/there" ? 200 : 410;
    response.end("content");
  });
  assert.deepEqual(await downloadFile(`${url}/gone`, file, { limit: 100 }), { status: 410, bytes: 0 });
  assert.equal(existsSync(file), false);
  assert.deepEqual(await downloadFile(`${url}/there`, file, { limit: 100 }), { status: 200, bytes: 7 });
  assert.equal(readFileSync(file, "utf8"), "content");
  rmSync(file);
});

test("downloadFile() leaves nothing of a download that is too large or breaks off", async () => {
  const url = await serve((request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("x".repeat(200), () => request.url === "/broken" && response.destroy());
  });
  await assert.rejects(downloadFile(url, file, { limit: 100 }), /more than 100 bytes came/);
  await assert.rejects(downloadFile(`${url}/broken`, file, { limit: 10_000 }), { name: "DownloadError" });
  await assert.rejects(downloadBytes(url, { limit: 10_000, idle: 50 }), /no byte came for 50 ms/);
  assert.equal(existsSync(file), false);
});

test("downloadBytes() reads file: addresses", async () => {
  const source = `${file} source`;
  writeFileSync(source, "here");
  const { status, bytes } = await downloadBytes(pathToFileURL(source).href, { limit: 100 });
  assert.deepEqual([status, Buffer.from(bytes).toString()], [200, "here"]);
  assert.equal((await downloadBytes(pathToFileURL(`${source}s`).href, { limit: 100 })).status, 404);
  rmSync(source);
});

test("withoutLogin() hides user names and passwords", () => {
  assert.equal(withoutLogin("https://a:b@c@host/x@v1"), "https://host/x@v1");
  assert.equal(withoutLogin("https://host/x@v1"), "https://host/x@v1");
});

test("downloadBytes() goes through the proxy that the environment names", async (t) => {
  const { setGlobalProxyFromEnv } = (await import("node:http")) as { setGlobalProxyFromEnv?: unknown };
  if (setGlobalProxyFromEnv === undefined) return t.skip("this Node cannot be told to use a proxy");
  const asked: string[] = [];
  const proxy = await serve((_request, response) => void response.end("through the proxy"));
  servers.at(-1)?.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    socket.write("HTTP/1.1 200 Connected\r\n\r\n");
    servers.at(-1)?.emit("connection", socket);
  });
  const module = new URL("download.ts", import.meta.url).href;
  const code = `import { downloadBytes } from ${JSON.stringify(module)};
    const { bytes } = await downloadBytes("http://proxied.example.test/file", { limit: 100, idle: 5000 });
    console.log(Buffer.from(bytes).toString());`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, HTTP_PROXY: proxy, NO_PROXY: "" },
  });
  assert.equal(stdout, "through the proxy\n");
  assert.deepEqual(asked, ["proxied.example.test:80"]);
});
