import type { Kind } from "../plan/kind.ts";
import { goBuildKind } from "./go/go-build.ts";
import { goTestsKind } from "./go/tests/go-tests.ts";
import { gomodProxyKind } from "./gomod-proxy.ts";
import { afterHookKind, hookKind } from "./hook/before-hooks.ts";
import { prebuiltKind } from "./prebuilt.ts";
import { dylibsKind } from "./dylibs.ts";
import { windowsResourcesKind } from "./windows-resources.ts";
import { splitDebugKind } from "./split-debug.ts";
import { universalBinaryKind } from "./universal-binary.ts";
import { upxKind } from "./upx.ts";
import { wasmOptKind } from "./wasm-opt.ts";

/** The kinds of the build stage in planning order. A new builder is one file and one line here. */
export const buildKinds: readonly Kind[] = [
  hookKind,
  gomodProxyKind,
  prebuiltKind,
  goBuildKind,
  goTestsKind,
  windowsResourcesKind,
  dylibsKind,
  splitDebugKind,
  universalBinaryKind,
  upxKind,
  wasmOptKind,
];

/** What is planned after every other stage: the `after` hooks wait for everything. */
export const lastKinds: readonly Kind[] = [afterHookKind];
