import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { before, describe, test } from "node:test";
import { buildGo, buildProbes, temporaryFolder } from "../testing/build-go.ts";
import { inChromium, placeName, PLACES } from "../testing/chromium-rig.ts";
import { needClang } from "../testing/need-clang.ts";
import type { Probe } from "../testing/probe-page.ts";

const env = { GREETING: "hello" };
const input = "line\nrest";

/** A program of one line per behaviour, and what it says natively. */
interface Program {
  readonly name: string;
  readonly path: () => string;
  readonly args: readonly string[];
  readonly oracle: () => string;
}

/** A native run in a fresh folder is the oracle. */
function native(program: string, args: readonly string[]): string {
  const { stdout } = spawnSync(program, [temporaryFolder(), ...args], { env, input, encoding: "utf8" });
  return stdout;
}

const PROGRAMS: readonly Program[] = [
  {
    name: "C",
    path: () => buildProbes("wasip1"),
    args: ["/tmp", "last one"],
    oracle: () => native(buildProbes("native"), ["last one"]),
  },
  ...(["wasip1", "js"] as const).map((os) => ({
    name: `Go on ${os}`,
    path: () => buildGo({ program: "behaviours", os }),
    args: ["/tmp"],
    oracle: () => native(buildGo({ program: "behaviours", os: "native" }), []),
  })),
];

describe("every behaviour is that of a native program", () => {
  const built = new Map<string, string>();
  const oracles = new Map<string, string>();

  before(() => {
    needClang();
    for (const { name, path, oracle } of PROGRAMS) {
      built.set(name, path());
      oracles.set(name, oracle());
    }
    const lines = (name: string): number => (oracles.get(name) ?? "").trim().split("\n").length;
    // A program that says nothing would agree with itself everywhere.
    assert.ok(lines("C") + lines("Go on wasip1") >= 90, "fewer probes than there were");
  });

  for (const place of PLACES) {
    for (const files of ["memory", "opfs"] as const) {
      for (const { name, args } of PROGRAMS) {
        test(`${name} on ${files} in ${placeName(place)}`, async () => {
          const probe: Probe = { program: "/program.wasm", files, args, env, input };
          const code = `
            import { probe, serve } from "src:testing/probe-page.ts";
            export { serve };
            export default () => probe(${JSON.stringify(probe)});`;
          const { text } = await inChromium<{ code: number; text: string }>(code, place, {
            "program.wasm": built.get(name) as string,
          });
          assert.deepEqual(text.split("\n"), oracles.get(name)?.split("\n"));
        });
      }
    }
  }
});
