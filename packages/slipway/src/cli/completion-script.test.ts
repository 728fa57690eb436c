import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { Command, Option } from "commander";
import { completionScript } from "./completion-script.ts";
import { completeWith } from "./option-words.ts";

function program(): Command {
  const slipway = new Command("slipway");
  slipway
    .command("release")
    .alias("r")
    .description("release it")
    .option("--snapshot")
    .addOption(completeWith(new Option("--skip <steps>"), ["before", "prove", "publish"]))
    .addOption(new Option("--level <word>").choices(["low", "high"]));
  slipway.command("cache").command("stats").option("--json");
  return slipway;
}

/** What bash offers for the last of these words, in a folder with two files. */
function complete(t: { after(fn: () => void): void }, ...words: readonly string[]): string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-complete-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["slipway.yaml", "other.txt"]) writeFileSync(path.join(folder, name), "");
  writeFileSync(path.join(folder, "script"), completionScript(program(), "bash"));
  const ask =
    'source ./script; rm script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _slipway; printf "%s\\n" "${COMPREPLY[@]}"';
  const said = execFileSync("bash", ["--norc", "-c", ask, "bash", ...words], { cwd: folder, encoding: "utf8" });
  return said.split("\n").filter(Boolean).sort();
}

test("completionScript() offers bash commands and aliases, options, words of options in lists, and files", (t) => {
  const offered = (...words: readonly string[]): string => complete(t, ...words).join(" ");
  assert.equal(offered("slipway", "r"), "r release");
  assert.equal(offered("slipway", "release", "--s"), "--skip --snapshot");
  assert.equal(offered("slipway", "r", "--sn"), "--snapshot");
  assert.equal(offered("slipway", "release", "--skip", ""), "before prove publish");
  assert.equal(offered("slipway", "release", "--skip", "=", "p"), "prove publish");
  assert.equal(offered("slipway", "release", "--skip", "="), "before prove publish");
  assert.equal(offered("slipway", "release", "--skip", "before,p"), "before,prove before,publish");
  assert.equal(offered("slipway", "r", "--level", "h"), "high");
  assert.equal(offered("slipway", "release", "-f", "s"), "slipway.yaml");
  assert.equal(offered("slipway", "cache", "st"), "stats");
  assert.equal(offered("slipway", "cache", "stats", "--"), "--json");
});

test("completionScript() tells fish the same", () => {
  const script = completionScript(program(), "fish");
  assert.match(script, /^complete -c slipway -n '__fish_use_subcommand' -a r -d 'release it'$/m);
  assert.match(script, /-n '__fish_seen_subcommand_from release' -l skip -x -a 'before prove publish'$/m);
});
