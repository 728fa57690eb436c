import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { rolldown } from "rolldown";
import { makeFile } from "./page/contenders.ts";

/** The page on 127.0.0.1, and what it sends when it is done. */
export interface ServedPage {
  readonly url: string;
  readonly result: Promise<string>;
  close(): void;
}

/** Bundles the page and serves it with the programs and the file to read, isolated, so that its clock is fine. */
export async function servePage(programs: Readonly<Record<string, string>>): Promise<ServedPage> {
  const page = path.join(import.meta.dirname, "page");
  const bodies = new Map<string, { readonly type: string; readonly body: Uint8Array | string }>();
  const put = (name: string, type: string, body: Uint8Array | string): void => void bodies.set(name, { type, body });
  put("/", "text/html; charset=utf-8", readFileSync(path.join(page, "index.html"), "utf8"));
  for (const name of ["page", "worker"])
    put(`/${name}.js`, "text/javascript", await bundle(path.join(page, `${name}.ts`)));
  for (const [name, file] of Object.entries(programs)) put(`/${name}`, "application/wasm", readFileSync(file));
  const lua = path.resolve(import.meta.dirname, "..", "..", "node_modules", "wasmoon", "dist", "glue.wasm");
  put("/lua.wasm", "application/wasm", readFileSync(lua));
  put("/file.bin", "application/octet-stream", makeFile());

  const { promise: result, resolve } = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname === "/results") {
      void request.toArray().then((chunks: Uint8Array[]) => {
        response.end();
        resolve(Buffer.concat(chunks).toString("utf8"));
      });
      return;
    }
    const found = bodies.get(pathname);
    response.writeHead(found === undefined ? 404 : 200, {
      "content-type": found?.type ?? "text/plain",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(found?.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    result,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundle(input: string): Promise<string> {
  const build = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  return output[0].code;
}
