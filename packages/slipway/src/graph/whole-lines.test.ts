import assert from "node:assert/strict";
import { test } from "node:test";
import { Secrets } from "../secrets.ts";
import { WholeLines } from "./whole-lines.ts";

function passed(...pieces: string[]): string[] {
  const said: string[] = [];
  const lines = new WholeLines((text) => said.push(text));
  for (const piece of pieces) lines.add(piece);
  lines.end();
  return said;
}

test("text is passed on in whole lines, however it was cut, and nothing is lost", () => {
  assert.deepEqual(passed("a", "b\nc", "d\ne\n", "f"), ["ab\n", "cd\ne\n", "f"]);
  assert.deepEqual(passed("10 %\r", "20", " %\r"), ["10 %\r", "20 %\r"]);
  const long = "word ".repeat(20_000);
  const said = passed(...long.match(/.{1,1000}/gs)!, "end");
  assert.ok(said.length > 1 && said.every((text) => text.length < 70_000));
  assert.equal(said.join(""), `${long}end`);
  const solid = "x".repeat(200_000);
  assert.equal(passed(solid.slice(0, 90_000), solid.slice(90_000)).join(""), solid);
});

test("a secret that a pipe cut in two is hidden", () => {
  const secrets = new Secrets({ API_TOKEN: "s3cr3t-value" });
  assert.equal(
    passed("token=s3cr", "3t-value\n")
      .map((text) => secrets.text(text))
      .join(""),
    "token=***\n",
  );
});
