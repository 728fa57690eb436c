import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { trimOfGoCache } from "./trim-go-cache.ts";

const DAY = 86_400;
const NOW = 1_700_000_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-trim-"));
  for (const [name, days] of [
    ["00/old-a", 6],
    ["00/old-d", 6],
    ["00/used-a", 5],
    ["00/other", 60],
    ["ff/.half.slipway-tmp-1-1-d", 6],
    ["zz/old-a", 60],
    ["fuzz/old-a", 60],
  ] as const) {
    const file = join(folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "");
    utimesSync(file, NOW - days * DAY, NOW - days * DAY);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const note = (): string => join(folder, "trim.txt");
const files = (): string[] => {
  return ["00", "ff", "fuzz", "zz"].flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
};

test("trimOfGoCache() removes results that were not used for five days, and nothing else", () => {
  writeFileSync(note(), `${NOW - 2 * DAY}\n`);
  trimOfGoCache(folder, NOW * 1000)?.();
  assert.deepEqual(files(), ["00/other", "00/used-a", "fuzz/old-a", "zz/old-a"]);
  assert.equal(readFileSync(note(), "utf8"), String(NOW));
});

test("trimOfGoCache() removes programs that were not used, which Go keeps in folders", () => {
  for (const [name, days] of [
    ["00/old-program-d", 6],
    ["00/used-program-d", 5],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "tool"), "");
    // Go makes the folder as old as its last use, not what is in it.
    utimesSync(join(folder, name), NOW - days * DAY, NOW - days * DAY);
  }
  symlinkSync(join(folder, "zz"), join(folder, "ff", "link-d"));
  writeFileSync(note(), `${NOW - 2 * DAY}\n`);
  trimOfGoCache(folder, NOW * 1000)?.();
  assert.deepEqual(files(), ["00/other", "00/used-a", "00/used-program-d", "ff/link-d", "fuzz/old-a", "zz/old-a"]);
});

test("trimOfGoCache() does so once a day, and takes a cache without a note for a new one", () => {
  const all = files();
  trimOfGoCache(folder, NOW * 1000)?.();
  assert.equal(readFileSync(note(), "utf8"), String(NOW));
  trimOfGoCache(folder, (NOW + DAY - 1) * 1000)?.();
  assert.deepEqual(files(), all);
  trimOfGoCache(folder, (NOW + DAY) * 1000)?.();
  assert.notDeepEqual(files(), all);
});

test("trimOfGoCache() trims where the note makes no sense, and leaves a folder alone that takes no note", () => {
  writeFileSync(note(), "soon");
  trimOfGoCache(folder, NOW * 1000)?.();
  assert.ok(!files().includes("00/old-a"));
  trimOfGoCache(join(folder, "00", "other"), NOW * 1000)?.();
});
