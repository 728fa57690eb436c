import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { diffPaths } from "../../diff/diff-paths.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { inspectFiles, type InspectedFile } from "./inspect-files.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-packages-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The newest release all of whose dependencies module proxies have. */
const NFPM = "v2.44.1";

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
}

/** Builds nfpm once, into a folder that the next run finds. */
function findNfpm(): string {
  const bin = path.join(os.tmpdir(), `slipway-nfpm-${NFPM}`);
  const program = path.join(bin, "nfpm");
  if (existsSync(program)) return program;
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "" };
  execFileSync("go", ["install", `github.com/goreleaser/nfpm/v2/cmd/nfpm@${NFPM}`], { env, stdio: "inherit" });
  return program;
}

async function inspected(file: string): Promise<InspectedFile> {
  for await (const each of inspectFiles(folder, [file])) return each;
  throw new Error(`nothing was told of ${file}`);
}

const probe = buildProbe("linux/amd64");

/** What every package of the probe must tell. */
async function assertPackage(file: string, format: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  const told = await inspected(file);
  assert.equal(told.format, format, file);
  assert.equal(told.kind, "package", file);
  assert.equal(told.target, "linux/amd64", file);
  const { name, version, architecture, depends } = told.details["package"] as unknown as Record<string, unknown>;
  assert.deepEqual({ name, version, architecture, depends }, facts, file);
  const program = told.parts.find((part) => part.inspection !== null);
  assert.match(program?.name ?? "", /usr\/bin\/probe$/, file);
  assert.equal(program?.inspection?.go?.path, "example.com/probe", file);
  assert.deepEqual(
    told.parts.filter((part) => part.name.endsWith("hello.txt")).map((part) => part.inspection),
    [null],
    file,
  );
}

test("inspect and diff see into packages that nfpm makes: deb, rpm, apk, Arch", async () => {
  const nfpm = findNfpm();
  copyFileSync(probe.path, path.join(folder, "probe"));
  writeFileSync(path.join(folder, "hello.txt"), "hello\n");
  const config = (version: string): string => `name: probe
arch: amd64
version: ${version}
maintainer: A <a@example.com>
description: A probe
depends: [zlib]
mtime: "2026-01-02T03:04:05Z"
contents:
  - { src: ./probe, dst: /usr/bin/probe }
  - { src: ./hello.txt, dst: /usr/share/probe/hello.txt }
`;
  const formats = {
    deb: ["deb", { name: "probe", version: "1.2.3", architecture: "amd64", depends: ["zlib"] }],
    rpm: ["rpm", { name: "probe", version: "1.2.3-1", architecture: "x86_64", depends: ["zlib"] }],
    apk: ["apk", { name: "probe", version: "1.2.3", architecture: "x86_64", depends: ["zlib"] }],
    archlinux: ["arch", { name: "probe", version: "1.2.3-1", architecture: "x86_64", depends: ["zlib"] }],
  } as const;
  for (const [packager, [format, facts]] of Object.entries(formats)) {
    const [first, second] = ["1.2.3", "1.2.4"].map((version) => {
      writeFileSync(path.join(folder, "nfpm.yaml"), config(version));
      run(nfpm, "package", "-p", packager, "-t", `${version}.${packager}`);
      return `${version}.${packager}`;
    });
    await assertPackage(first!, format, facts);
    const { same, causes } = await diffPaths(first!, second!, { dir: folder });
    assert.equal(same, false, packager);
    assert.ok(
      causes.some(({ message }) => message.includes("1.2.4")),
      `${packager}: ${causes.map(({ message }) => message).join("\n")}`,
    );
    assert.ok(!causes.some(({ code }) => code === "function"), packager);
  }
});

test("inspect sees into packages of dpkg-deb, with each of its compressions", async () => {
  needPrograms({ "dpkg-deb": "dpkg" });
  const root = path.join(folder, "root");
  for (const each of ["DEBIAN", "usr/bin", "usr/share/probe"]) mkdirSync(path.join(root, each), { recursive: true });
  copyFileSync(probe.path, path.join(root, "usr/bin/probe"));
  writeFileSync(path.join(root, "usr/share/probe/hello.txt"), "hello\n");
  writeFileSync(
    path.join(root, "DEBIAN/control"),
    "Package: probe\nVersion: 1.2-1\nArchitecture: amd64\nMaintainer: A <a@example.com>\nDepends: libc6 (>= 2.34), zlib1g\nDescription: A probe\n of inspect\n",
  );
  for (const compression of ["gzip", "xz", "zstd", "none"]) {
    const file = `${compression}.deb`;
    run("dpkg-deb", `-Z${compression}`, "--root-owner-group", "-b", root, file);
    const depends = ["libc6 (>= 2.34)", "zlib1g"];
    await assertPackage(file, "deb", { name: "probe", version: "1.2-1", architecture: "amd64", depends });
  }
});

test("inspect sees into packages of rpmbuild, with each of its compressions", async () => {
  needPrograms({ rpmbuild: "rpm" });
  const spec = path.join(folder, "probe.spec");
  writeFileSync(
    spec,
    `Name: probe
Version: 1.2
Release: 3
Summary: A probe
License: Apache-2.0
Requires: zlib
AutoReqProv: no
%description
A probe.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/probe
cp ${probe.path} %{buildroot}/usr/bin/probe
echo hello > %{buildroot}/usr/share/probe/hello.txt
%files
/usr/bin/probe
/usr/share/probe/hello.txt
`,
  );
  // Debian's rpm strips what it packs by itself.
  const plain = ["--define", "__os_install_post %{nil}", "--define", "debug_package %{nil}"];
  for (const payload of ["w9.gzdio", "w6.xzdio", "w3.zstdio"]) {
    const top = path.join(folder, `rpm-${payload}`);
    const defines = ["--define", `_topdir ${top}`, "--define", `_binary_payload ${payload}`, ...plain];
    run("rpmbuild", "-bb", "--target", "x86_64", ...defines, spec);
    const [name = ""] = readdirSync(path.join(top, "RPMS/x86_64"));
    const facts = { name: "probe", version: "1.2-3", architecture: "x86_64", depends: ["zlib"] };
    await assertPackage(path.join(top, "RPMS/x86_64", name), "rpm", facts);
  }
});
