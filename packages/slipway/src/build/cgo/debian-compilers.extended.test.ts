import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import test from "node:test";
import { BuildRig } from "../testing/build-rig.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { goFolder } from "../testing/install.ts";

const MAIN = `package main

// int twice(int n) { return 2 * n; }
import "C"

func main() { println(C.twice(21)) }
`;
const WINDOW = `package main

/*
#cgo LDFLAGS: -luser32
#include <windows.h>
static int width(void) { return GetSystemMetrics(SM_CXSCREEN); }
*/
import "C"

func main() { println(C.width()) }
`;

test("without zig, Debian's cross gcc makes linux/arm and mingw-w64 a Windows GUI program", async () => {
  needPrograms({
    "/usr/bin/arm-linux-gnueabihf-gcc": "gcc-arm-linux-gnueabihf",
    "/usr/arm-linux-gnueabihf/include/stdlib.h": "libc6-dev-armhf-cross",
    "/usr/bin/x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "/usr/bin/qemu-arm-static": "qemu-user-static",
    "/usr/bin/llvm-readobj": "llvm",
  });
  const rig = new BuildRig({
    files: {
      "go.mod": "module example.test/app\n\ngo 1.21\n",
      "main_linux.go": MAIN,
      "main_windows.go": WINDOW,
      "slipway.yaml": `version: 2
project_name: app
builds:
  - targets: [linux_arm_7, windows_amd64]
    env: [CGO_ENABLED=1]
    overrides: [{ goos: windows, goarch: amd64, ldflags: [-s -w -H windowsgui] }]
`,
    },
    env: { GOENV: "off", GOFLAGS: undefined, CC: undefined, PATH: `${goFolder()}:/usr/bin:/bin` },
  });
  await using _ = rig;
  await rig.gather();
  await rig.run(await rig.plan());
  const said = execFileSync(
    "qemu-arm-static",
    ["-L", "/usr/arm-linux-gnueabihf", join(rig.dist, "app_linux_arm_7/app")],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  assert.equal(said, "");
  const headers = execFileSync("llvm-readobj", ["--file-headers", join(rig.dist, "app_windows_amd64_v1/app.exe")], {
    encoding: "utf8",
  });
  assert.match(headers, /Subsystem: IMAGE_SUBSYSTEM_WINDOWS_GUI/);
  const explained = rig.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  assert.ok(
    explained.some((text) =>
      text.startsWith("C compiler for linux/arm/7: gcc cross compiler (/usr/bin/arm-linux-gnueabihf-gcc)"),
    ),
    explained.join("\n"),
  );
  assert.ok(
    explained.some((text) => text.startsWith("C compiler for windows/amd64/v1: mingw-w64")),
    explained.join("\n"),
  );
});
