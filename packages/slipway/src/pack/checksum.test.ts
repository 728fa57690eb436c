import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { SlipwayError } from "../errors.ts";
import { DIGEST_ALGORITHMS } from "../platform/file/file-digest.ts";
import { packKinds } from "./kinds.ts";
import { testProject, type TestProgram } from "./testing/test-project.ts";

const DEMO: readonly TestProgram[] = [
  { name: "demo", target: { os: "linux", arch: "amd64", variant: "v1" }, bytes: Buffer.from("abc") },
];

/** Digests of "abc", as the standards print them (FIPS 180-4, FIPS 202, RFC 1321, RFC 7693, the BLAKE3 paper's b3sum). */
const ABC: Readonly<Record<string, string>> = {
  blake2b:
    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
  blake2s: "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
  blake3: "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
  crc32: "352441c2",
  md5: "900150983cd24fb0d6963f7d28e17f72",
  sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
  sha224: "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
  sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  sha384: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
  sha512:
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  "sha3-224": "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
  "sha3-256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
  "sha3-384": "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
  "sha3-512":
    "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
};

test("checksumKind knows fourteen algorithms", async () => {
  assert.deepEqual(Object.keys(ABC).sort(), DIGEST_ALGORITHMS);
  using project = testProject();
  for (const [algorithm, digest] of Object.entries(ABC)) {
    const plan = await project.plan(
      packKinds,
      `archives: [{formats: [binary]}]\nchecksum: {algorithm: ${algorithm}}`,
      DEMO,
    );
    await project.run(plan, packKinds);
    assert.equal(project.text("demo_1.2.3_checksums.txt"), `${digest}  demo_1.2.3_linux_amd64\n`);
  }
});

test("checksumKind sorts lines by name and takes extra files along", async () => {
  using project = testProject({ "install.sh": "#!/bin/sh\n", "keys/a.pub": "a", "keys/b.pub": "b" });
  const config = `
archives: [{files: [none*]}]
checksum:
  name_template: sums.txt
  extra_files: [{glob: install.sh, name_template: "demo-{{ .Version }}.sh"}, {glob: "keys/*"}]
`;
  const plan = await project.plan(packKinds, config, DEMO);
  await project.run(plan, packKinds);
  const lines = project.text("sums.txt").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split("  ")[1]),
    ["a.pub", "b.pub", "demo-1.2.3.sh", "demo_1.2.3_linux_amd64.tar.gz"],
  );
  assert.equal(lines[2]!.split("  ")[0], createHash("sha256").update("#!/bin/sh\n").digest("hex"));
});

test("checksumKind with split writes one bare digest beside each artifact", async () => {
  using project = testProject({ "install.sh": "abc" });
  const config =
    "archives: [{files: [none*]}]\nchecksum: {split: true, algorithm: sha1, extra_files: [{glob: ./install.sh}]}";
  const plan = await project.plan(packKinds, config, DEMO);
  await project.run(plan, packKinds);
  assert.equal(project.text("install.sh.sha1"), ABC["sha1"]);
  assert.match(project.text("demo_1.2.3_linux_amd64.tar.gz.sha1"), /^[0-9a-f]{40}$/);
  const extra = plan.tasks.filter((task) => task.kind === "checksum").map((task) => task.outputs[0]!.artifact!.extra);
  assert.deepEqual(extra, [{ ChecksumOf: "dist/demo_1.2.3_linux_amd64.tar.gz" }, { ChecksumOf: "install.sh" }]);
});

test("checksumKind lists only the ids asked for, and the source always", async () => {
  using project = testProject();
  const config = "archives: [{id: a, name_template: a}, {id: b, name_template: b}]\nchecksum: {ids: [b]}";
  const plan = await project.plan(packKinds, config, DEMO);
  const task = plan.tasks.find((each) => each.kind === "checksum")!;
  assert.deepEqual(task.inputs, ["b.tar.gz"]);
});

test("checksumKind refuses an unknown algorithm by name and line", async () => {
  using project = testProject();
  await assert.rejects(project.plan(packKinds, "checksum: {algorithm: sha257}", DEMO), (error) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.exitCode, 2);
    return true;
  });
});

test("checksumKind plans nothing when disabled or when there is nothing to list", async () => {
  using project = testProject();
  for (const [config, programs] of [
    ["checksum: {disable: true}", DEMO],
    ["", []],
  ] as const) {
    const plan = await project.plan(packKinds, config, programs);
    assert.deepEqual(
      plan.tasks.filter((task) => task.kind === "checksum"),
      [],
    );
  }
});

test("checksumKind says that it lists nothing when globs are all there is and match nothing", async () => {
  using project = testProject();
  const config = "checksum: {name_template: sums.txt, extra_files: [{glob: ./release/*}]}";
  await project.run(await project.plan(packKinds, config, []), packKinds);
  assert.equal(project.text("sums.txt"), "");
  const texts = project.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  assert.deepEqual(texts, ['No file matches "./release/*": "sums.txt" lists nothing']);
});
