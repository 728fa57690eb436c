import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { signAdHoc } from "../../binary/macho/sign-ad-hoc.ts";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { sha256 } from "../../platform/hash.ts";
import { compareRebuilt } from "./compare-rebuilt.ts";

test("compareRebuilt() leaves signatures aside, and judges lists of digests with the files that they list", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-compare-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = buildProbe("darwin/arm64").bytes;
  const signed = signAdHoc(program, { identifier: "probe", style: "codesign" });
  const compare = async (theirs: Record<string, Uint8Array>, ours: Record<string, Uint8Array>): Promise<string[]> => {
    for (const [side, files] of Object.entries({ theirs, ours })) {
      mkdirSync(path.join(folder, side), { recursive: true });
      for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, side, name), bytes);
    }
    const { files } = await compareRebuilt(
      Object.entries(theirs).map(([name, bytes]) => ({
        path: name,
        name,
        digest: sha256(bytes),
        place: path.join(folder, "theirs", name),
        isList: false,
      })),
      {
        version: "",
        dist: path.join(folder, "ours"),
        files: Object.entries(ours).map(([name, bytes]) => ({
          path: name,
          name,
          digest: sha256(bytes),
          size: bytes.length,
        })),
        shared: 0,
      },
      new AbortController().signal,
    );
    return files.map(({ name, result }) => `${name} ${result}`);
  };
  const sums = (bytes: Uint8Array): Uint8Array => new TextEncoder().encode(`${sha256(bytes)}  app\n`);
  assert.deepEqual(await compare({ app: signed, sums: sums(signed) }, { app: program, sums: sums(program) }), [
    "app equal-without-signature",
    "sums equal-without-signature",
  ]);
  const other = program.slice();
  other[0x9000]! ^= 1;
  assert.deepEqual(await compare({ app: other, sums: sums(other) }, { app: program, sums: sums(program) }), [
    "app different",
    "sums different",
  ]);
  assert.deepEqual(await compare({ app: program, gone: program }, { app: program }), ["app equal", "gone missing"]);
});
