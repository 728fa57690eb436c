import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { addRunFlags } from "./run-flags.ts";

/** The flags that a command line gives to a command with the flags of `build`. */
function flagsOf(...args: string[]): Record<string, unknown> {
  const command = new Command("build").exitOverride().configureOutput({ outputError: () => undefined });
  addRunFlags(command, ["before", "validate"]).argument("[files...]");
  const { timeout: _, ...flags } = command.parse(args, { from: "user" }).opts();
  return flags;
}

test("flags that take no value read one as Go does, and the last word on them counts", () => {
  assert.deepEqual(flagsOf("--snapshot=true", "--clean=1"), { snapshot: true, clean: true });
  assert.deepEqual(flagsOf("--snapshot=false", "--clean=F"), {});
  assert.deepEqual(flagsOf("--snapshot", "--snapshot=false"), {});
  assert.deepEqual(flagsOf("--snapshot=false", "--snapshot"), { snapshot: true });
  assert.deepEqual(flagsOf("--", "--snapshot=true"), {});
  assert.deepEqual(flagsOf("--id", "--x=true", "--id=y=false"), { id: ["--x=true", "y=false"] });
});

test("a value that is neither yes nor no is refused, and so is one of a flag that is not known", () => {
  assert.throws(() => flagsOf("--snapshot=maybe"), /Cannot read --snapshot=maybe/);
  assert.throws(() => flagsOf("--snapshot="), /Cannot read --snapshot=/);
  assert.throws(() => flagsOf("--snapshoot=true"), /unknown option '--snapshoot=true'/);
});

test("--skip with nothing to skip skips nothing", () => {
  assert.deepEqual(flagsOf("--skip=").skip, []);
  assert.deepEqual(flagsOf("--skip=before", "--skip=", "--skip", "validate").skip, ["before", "validate"]);
  assert.throws(() => flagsOf("--skip=before,"), /"" is none of before, validate/);
});
