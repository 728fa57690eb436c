import { strict as assert } from "node:assert";
import { test } from "node:test";
import { inChromium } from "../testing/chromium-rig.ts";
import { echoServer } from "../testing/echo-server.ts";
import { ALL, buildGoTests, problems, QUICK, runGoTests } from "../testing/go-tests.ts";

for (const tests of ALL) {
  const program = (): string => buildGoTests(tests);

  if (!QUICK.includes(tests)) {
    test(`the Go module's package ${tests.name} passes its tests on ${tests.os} in Node`, async () => {
      assert.equal(problems(tests, await runGoTests(program())), "");
    });
  }

  for (const worker of [false, true]) {
    const where = worker ? "a worker of Chromium" : "a page of Chromium";
    test(`the Go module's package ${tests.name} passes its tests on ${tests.os} in ${where}`, async () => {
      const server = await echoServer();
      const code = `
        import { compile } from "src:core/compile.ts";
        import { runGo } from "src:gojs/run-go.ts";
        import { memory } from "src:vfs/backends/memory.ts";
        import { network } from "src:vfs/backends/network.ts";
        import { Vfs } from "src:vfs/vfs.ts";
        export default async function () {
          const files = new Vfs(memory());
          await files.mount("/net", network());
          let text = "";
          const decoder = new TextDecoder();
          const sink = (bytes) => (text += decoder.decode(bytes, { stream: true }));
          const options = { args: ["-test.v", "-test.short"], env: ${JSON.stringify(server.env)}, files, stdout: sink, stderr: sink };
          const running = await runGo(await compile("/tests.wasm"), options);
          return { code: await running.exited, text };
        }`;
      try {
        const result = await inChromium<{ code: number; text: string }>(
          code,
          { worker, isolated: false },
          { "tests.wasm": program() },
        );
        assert.equal(problems(tests, result), "");
      } finally {
        server.close();
      }
    });
  }
}
