import { strict as assert } from "node:assert";
import { test } from "node:test";
import { inChromium, PLACES } from "../../testing/chromium-rig.ts";

interface Results {
  readonly passed: string[];
  readonly failed: string[];
}

const FRESH = `
  let count = 0;
  async function fresh() {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle("run-" + performance.timeOrigin + "-" + ++count, { create: true });
  }
`;

test("directoryFiles() keeps the contract on Chromium's private file system", async () => {
  const { passed, failed } = await inChromium<Results>(
    `import { backendContract } from "src:testing/backend-contract.ts";
     import { runAll } from "src:testing/in-browser.ts";
     import { directoryFiles } from "src:vfs/backends/directory-handle.ts";
     ${FRESH}
     backendContract("directoryFiles()", async () => directoryFiles(await fresh()), { noLinks: true, noSymlinks: true });
     export default runAll;`,
    { worker: false, isolated: false },
  );
  assert.deepEqual(failed, []);
  assert.equal(passed.length, 12);
});

for (const place of PLACES.filter(({ worker }) => worker)) {
  test(`opfs() keeps the contract in Chromium, ${place.isolated ? "" : "not "}isolated`, async () => {
    const { passed, failed } = await inChromium<Results>(
      `import { backendContract } from "src:testing/backend-contract.ts";
       import { runAll } from "src:testing/in-browser.ts";
       import { opfs } from "src:vfs/backends/opfs.ts";
       ${FRESH}
       backendContract("opfs()", async () => opfs(await fresh()));
       export default runAll;`,
      place,
    );
    assert.deepEqual(failed, []);
    assert.equal(passed.length, 14);
  });
}

test("opfs() keeps files through a reload, and tells a second worker that they are in use", async () => {
  const code = `
    import { opfs } from "src:vfs/backends/opfs.ts";
    import { Tree, text } from "src:testing/backend-contract.ts";
    import { Vfs } from "src:vfs/vfs.ts";
    export default async function () {
      const directory = await (await navigator.storage.getDirectory()).getDirectoryHandle("kept", { create: true });
      const files = await opfs(directory);
      const tree = new Tree(new Vfs(files));
      await tree.write("/big", "b".repeat(600_000));
      await tree.run((vfs) => vfs.symlink(vfs.start, "/link", "big"));
      const second = await opfs(directory).catch((error) => error.message);
      files.close();
      const again = await opfs(directory);
      const found = text(await new Tree(new Vfs(again)).read("/link"));
      again.close();
      return { second, length: found.length };
    }`;
  assert.deepEqual(await inChromium(code, { worker: true, isolated: false }), {
    second: 'EBUSY: the files in "kept" are open in another tab or worker; close it, or use another directory',
    length: 600_000,
  });
});

test("opfs() says that pages need a worker for it", async () => {
  const code = `
    import { opfs } from "src:vfs/backends/opfs.ts";
    export default async () => opfs(await navigator.storage.getDirectory()).catch((error) => error.message);`;
  assert.equal(
    await inChromium(code, { worker: false, isolated: false }),
    "ENOTSUP: synchronous files exist in dedicated workers only",
  );
});
