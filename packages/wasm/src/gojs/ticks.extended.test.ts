import { strict as assert } from "node:assert";
import { test } from "node:test";
import { buildGo } from "../testing/build-go.ts";
import { inChromium, placeName, PLACES } from "../testing/chromium-rig.ts";
import { compareTicks, TICKS, type TicksBeside } from "../testing/ticks.ts";

for (const os of ["wasip1", "js"] as const) {
  for (const place of PLACES) {
    for (const fed of [false, true]) {
      const stdin = fed ? "trickles" : "is silent";
      test(`in Chromium a GOOS=${os} program on ${placeName(place)}, ticks like the page's own timer while stdin ${stdin}`, async (t) => {
        const { Gaps, Lines, host } = await inChromium<TicksBeside>(
          `import { compile } from "src:core/compile.ts";
           import { tickBeside } from "src:testing/ticks.ts";
           export default async () => tickBeside(await compile("program"), ${fed});`,
          place,
          { program: buildGo({ program: "jitter", os }) },
        );
        const { line, steady } = compareTicks(Gaps, host);
        t.diagnostic(`GOOS=${os}, ${placeName(place)}, ${Lines} lines: ${line}`);
        assert.equal(Gaps.length, TICKS);
        assert.equal(Lines > 0, fed);
        assert.ok(steady, line);
      });
    }
  }
}
