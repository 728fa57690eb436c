import assert from "node:assert/strict";
import test from "node:test";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { authenticodeRanges } from "./authenticode-ranges.ts";
import { peChecksum, withPeChecksum } from "./pe-checksum.ts";
import { PeFile } from "./pe-file.ts";

test("peChecksum equals what the GNU linker stored", () => {
  let compared = 0;
  for (const file of goTestdata().filter((each) => /^debug\/pe\/gcc-.*-exec$|line-gcc-win/.test(each.name))) {
    const stored = new PeFile(file.bytes).optional!.checksum;
    if (stored === 0) continue;
    compared++;
    assert.equal(peChecksum(file.bytes), stored, file.name);
  }
  assert.ok(compared >= 3, `${compared} files have a checksum`);
});

test("withPeChecksum changes four bytes, and its own checksum holds", () => {
  const { bytes } = buildProbe("windows/386");
  assert.equal(new PeFile(bytes).optional!.checksum, 0);
  const summed = withPeChecksum(bytes);
  assert.equal(new PeFile(summed).optional!.checksum, peChecksum(summed));
  assert.equal(summed.filter((byte, index) => byte !== bytes[index]).length <= 4, true);
});

test("authenticodeRanges leave out the checksum and the certificate entry and end at eight bytes", () => {
  const { bytes } = buildProbe("windows/386");
  const file = new PeFile(bytes);
  const total = authenticodeRanges(file).reduce((sum, range) => sum + range.length, 0);
  assert.equal((total + 12) % 8, 0);
  assert.ok(total + 12 - bytes.length >= 0 && total + 12 - bytes.length < 8);
  const joined = Buffer.concat(authenticodeRanges(new PeFile(withPeChecksum(bytes))));
  assert.equal(joined.equals(Buffer.concat(authenticodeRanges(file))), true);
});
